// SPDX-License-Identifier: Apache-2.0
// ResultDrain of two rows a tile: what is captured four cycles after it was reserved, as long as there was room, has its places in the queue of 32 (a Fifo, job
// fifo, of which only the number of words is modelled), leaves row by row, and is not overwritten before.
module proof (
    input aclk, input reserve, input rows, input [15:0] address, input ends_tile, ends_command, input results_ready);
  `RESET
  wire room, results_valid;
  // What was reserved in the last cycles, the latest first: whether, and the last row.
  reg [3:0] late = 0, late_rows;
  reg [71:0] late_marks;
  wire capture = late[3], last_row = late_rows[3];
  wire [17:0] mark = late_marks[71:54];
  ResultDrain dut (
    .aclk(aclk), .engine_resetn(started), .room(room), .reserve(reserve), .reserveLastRow(rows), .capture(capture), .group_address(mark[17:2]),
    .group_shift(5'd0), .group_endsTile(mark[1]), .group_endsCommand(mark[0]), .group_lastRow(last_row),
    .sums_0_0(32'd0), .sums_0_1(32'd0), .sums_0_2(32'd0), .sums_0_3(32'd0), .sums_0_4(32'd0), .sums_0_5(32'd0), .sums_0_6(32'd0), .sums_0_7(32'd0),
    .sums_1_0(32'd0), .sums_1_1(32'd0), .sums_1_2(32'd0), .sums_1_3(32'd0), .sums_1_4(32'd0), .sums_1_5(32'd0), .sums_1_6(32'd0), .sums_1_7(32'd0),
    .weightSums_0(24'd0), .weightSums_1(24'd0), .results_valid(results_valid), .results_ready(results_ready));
  (* hierconn *) wire \dut.valid_8 , \dut.queue_push_ready , \dut.queue_pop_valid , \dut.endsTile_8 , \dut.endsCommand_8 , \dut.bank_8 , \dut.draining ;
  (* hierconn *) wire \dut.row , \dut.spacing , \dut.heldGroup_lastRow ;
  (* hierconn *) wire [15:0] \dut.address_8 ;
  (* hierconn *) wire [5:0] \dut.reserved ;
  wire arrives = \dut.valid_8 ;

  // A row after the other from the cycle after the capture on, and eight cycles on its way.
  reg busy = 0, row, held_last;
  reg [17:0] held;
  reg [7:0] way = 0;
  reg [151:0] marks;
  wire ends = row == held_last;
  reg [5:0] queued = 0, under_way;
  integer i;
  always @* begin
    under_way = busy ? held_last - row + 1 : 0;
    for (i = 0; i < 8; i = i + 1) under_way = under_way + way[i];
    for (i = 0; i < 4; i = i + 1) under_way = under_way + (late[i] ? 1 + late_rows[i] : 0);
  end
  always @(posedge aclk) begin
    late <= started ? {late[2:0], reserve} : 0;
    late_rows <= {late_rows[2:0], rows};
    late_marks <= {late_marks[53:0], address, ends_tile, ends_command};
    way <= started ? {way[6:0], busy} : 0;
    marks <= {marks[132:0], held[17:2], row, ends && held[1], ends && held[0]};
  end
  always @(posedge aclk) if (started) begin
    if (capture) begin busy <= 1; row <= 0; held <= mark; held_last <= last_row; end
    else if (busy) begin busy <= !ends; row <= 1; end
    queued <= queued + arrives - (results_valid && results_ready);
    reserves_with_room: assume (!reserve || room);
    queue_takes_unless_full: assume (\dut.queue_push_ready == (queued != 32));
    queue_offers_unless_empty: assume (\dut.queue_pop_valid == (queued != 0));

    every_result_has_a_place: assert (!arrives || \dut.queue_push_ready );
    nothing_is_overwritten: assert (!(capture && busy) || ends);
    eight_cycles_later: assert (arrives == way[7]);
    with_its_place: assert (!arrives || {\dut.address_8 , \dut.bank_8 , \dut.endsTile_8 , \dut.endsCommand_8 } == marks[151:133]);
    room_unless_places_are_promised: assert (room == (under_way + queued <= 30 && !(late[0] && late_rows[0])));
    offers_the_queue: assert (results_valid == (queued != 0));
    // Invariants.
    every_place_is_counted: assert (\dut.reserved == under_way + queued && \dut.reserved <= 32);
    spaced: assert (\dut.spacing == (late[0] && late_rows[0]) && !(late[0] && late[1] && late_rows[1]) && !(late[1] && late[2] && late_rows[2])
      && !(late[2] && late[3] && late_rows[3]) && (!late[3] || !busy || ends));
    same_state: assert (\dut.draining == busy && (!busy || \dut.row == row && \dut.heldGroup_lastRow == held_last && row <= held_last));

    both_rows: cover (arrives && \dut.bank_8 && $past(arrives && !\dut.bank_8 ));
    spaced_out: cover (!room && arrives);
  end
endmodule
