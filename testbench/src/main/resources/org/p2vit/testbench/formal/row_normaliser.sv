// SPDX-License-Identifier: Apache-2.0
// RowNormaliser between rows, their scales and a queue of 32 results (a Fifo, job fifo, of which only the number of words is modelled): every word of a row is
// taken once, its result comes twelve cycles later with its address, and has a place.
module proof (
    input aclk, input rows_valid, input [15:0] row_address, input [3:0] last_word, input bank, ends_tile, ends_command, input scales_valid,
    input results_ready);
  `RESET
  wire rows_ready, scales_ready, take, results_valid;
  RowNormaliser dut (
    .aclk(aclk), .engine_resetn(started), .rows_valid(rows_valid), .rows_ready(rows_ready), .rows_payload_address(row_address),
    .rows_payload_parameters(16'd0), .rows_payload_channels(11'd0), .rows_payload_shift(5'd0), .rows_payload_endsTile(ends_tile),
    .rows_payload_endsCommand(ends_command), .rows_payload_bank(bank), .rows_payload_lastWord(last_word), .scales_valid(scales_valid),
    .scales_ready(scales_ready), .scales_payload_negativeSum(26'd0), .scales_payload_root(17'd0), .scales_payload_downShift(5'd0), .take(take),
    .values(120'd0), .parameters_0(64'd0), .parameters_1(64'd0), .parameters_2(64'd0), .parameters_3(64'd0), .parameters_4(64'd0),
    .parameters_5(64'd0), .results_valid(results_valid), .results_ready(results_ready));
  (* hierconn *) wire \dut.left ;
  (* hierconn *) wire \dut.pipe_resultValid , \dut.queue_push_ready , \dut.queue_pop_valid , \dut.endsTile_12 , \dut.endsCommand_12 , \dut.resultBank_12 ;
  (* hierconn *) wire [15:0] \dut.resultAddress_12 ;
  (* hierconn *) wire [5:0] \dut.promised ;
  (* hierconn *) wire [3:0] \dut.word ;
  wire arrives = \dut.pipe_resultValid ;

  `MUST_HOLD(row_held, rows_valid, rows_ready, {row_address, last_word, bank, ends_tile, ends_command})
  `MUST_HOLD(scale_held, scales_valid, scales_ready, 1'b0)
  reg [3:0] word = 0;
  reg left = 0;            // a result left in the cycle before, and its place is not yet counted as free
  reg [5:0] queued = 0;
  // What is under way, the latest first: taken or not, address, bank, ends of tile and command.
  reg [11:0] way = 0;
  reg [227:0] marks;
  wire last = word == last_word;
  wire [18:0] mark = {row_address + word, bank, last && ends_tile, last && ends_command};
  reg [3:0] under_way;
  integer i;
  always @* begin
    under_way = 0;
    for (i = 0; i < 12; i = i + 1) under_way = under_way + way[i];
  end
  always @(posedge aclk) begin
    way <= started ? {way[10:0], take} : 0;
    marks <= {marks[208:0], mark};
  end
  always @(posedge aclk) if (started) begin
    if (take) word <= last ? 0 : word + 1;
    queued <= queued + arrives - (results_valid && results_ready);
    left <= results_valid && results_ready;
    queue_takes_unless_full: assume (\dut.queue_push_ready == (queued != 32));
    queue_offers_unless_empty: assume (\dut.queue_pop_valid == (queued != 0));

    takes_what_is_there: assert (take == (rows_valid && scales_valid && under_way + queued + left < 32));
    row_leaves_with_its_last_word: assert (rows_ready == (take && last) && scales_ready == rows_ready);
    every_result_has_a_place: assert (!arrives || \dut.queue_push_ready );
    comes_twelve_cycles_later: assert (arrives == way[11]);
    with_its_place: assert (!arrives || {\dut.resultAddress_12 , \dut.resultBank_12 , \dut.endsTile_12 , \dut.endsCommand_12 } == marks[227:209]);
    offers_the_queue: assert (results_valid == (queued != 0));
    // Invariants.
    left_is_known: assert (\dut.left == left);
    every_place_is_counted: assert (\dut.promised == under_way + queued + left && under_way + queued + left <= 32);
    same_word: assert (\dut.word == word);

    row_of_three_ends: cover (arrives && \dut.endsCommand_12 && $past(arrives, 2));
    behind_a_full_pipe: cover (results_valid && under_way == 12);
  end
endmodule
