// SPDX-License-Identifier: Apache-2.0
// ProgramFetch with 8-byte words, four a command. BurstSplitter, whose offers stay and are not longer than 16 beats (job burst_splitter), may cut as it likes;
// the queue is a Fifo of 16 (job fifo), of which only the number of its words is modelled.
module proof (
    input aclk, input program_valid, input [23:0] program_words, input [31:0] program_address, input burst_ready, input beat_valid,
    input [63:0] data, input last, input command_ready);
  `RESET
  wire program_ready, burst_valid, beat_ready, command_valid;
  wire [7:0] length;
  wire [31:0] address;
  wire [255:0] command;
  ProgramFetch dut (
    .aclk(aclk), .aresetn(started), .program_valid(program_valid), .program_ready(program_ready), .program_payload_words(program_words),
    .program_payload_address(program_address), .burst_valid(burst_valid), .burst_ready(burst_ready), .burst_payload_length(length),
    .burst_payload_address(address), .beat_valid(beat_valid), .beat_ready(beat_ready), .beat_payload_data(data), .beat_payload_last(last),
    .beat_payload_error(1'b0), .command_valid(command_valid), .command_ready(command_ready), .command_payload_words(command));
  (* hierconn *) wire \dut.splitter_burst_valid , \dut.splitter_burst_ready , \dut.commands_push_valid , \dut.commands_push_ready ;
  (* hierconn *) wire \dut.commands_pop_valid ;
  (* hierconn *) wire [7:0] \dut.splitter_burst_payload_length ;
  (* hierconn *) wire [31:0] \dut.splitter_burst_payload_address ;
  (* hierconn *) wire [255:0] \dut.commands_push_payload , \dut.commands_pop_payload ;
  (* hierconn *) wire [7:0] \dut.room , \dut.reserved ;
  (* hierconn *) wire [1:0] \dut.part ;
  (* hierconn *) wire [63:0] \dut.part_0 , \dut.part_1 , \dut.part_2 ;
  wire cut_valid = \dut.splitter_burst_valid ;
  wire [39:0] cut_burst = {\dut.splitter_burst_payload_address , \dut.splitter_burst_payload_length };
  wire pushes = \dut.commands_push_valid && \dut.commands_push_ready ;

  `MUST_HOLD(splitter_holds, cut_valid, \dut.splitter_burst_ready , cut_burst)
  `HOLDS(address_stays, burst_valid, burst_ready, {address, length})

  wire asks = burst_valid && burst_ready;
  wire takes = beat_valid && beat_ready;
  wire pops = command_valid && command_ready;
  reg [7:0] owed = 0;            // beats that are asked for and have not come
  reg [4:0] queued = 0;
  reg [1:0] part = 0;
  reg [63:0] part_0, part_1, part_2;
  always @(posedge aclk) if (started) begin
    owed <= owed + (asks ? length + 1 : 0) - takes;
    queued <= queued + pushes - pops;
    part <= part + takes;
    if (takes && part == 0) part_0 <= data;
    if (takes && part == 1) part_1 <= data;
    if (takes && part == 2) part_2 <= data;
    no_longer_than_four_commands: assume (!cut_valid || \dut.splitter_burst_payload_length < 16);
    beats_that_were_asked_for: assume (!beat_valid || owed != 0);
    queue_takes_unless_full: assume (\dut.commands_push_ready == (queued != 16));
    queue_offers_unless_empty: assume (\dut.commands_pop_valid == (queued != 0));

    address_of_the_splitter: assert (!burst_valid || cut_valid && {address, length} == cut_burst);
    both_see_it_accepted: assert (asks == (cut_valid && \dut.splitter_burst_ready ));
    channel_is_never_held_up: assert (!beat_valid || beat_ready);
    asks_while_there_is_room: assert (!(cut_valid && owed + part + 4 * queued <= 48 && !$past(started && asks)) || burst_valid);
    four_words_a_command: assert (\dut.commands_push_valid == (beat_valid && part == 3));
    words_in_order: assert (!\dut.commands_push_valid || \dut.commands_push_payload == {data, part_2, part_1, part_0});
    offers_the_queue: assert (command_valid == (queued != 0) && command == \dut.commands_pop_payload );
    // Invariants.
    every_place_is_counted: assert (\dut.room - \dut.reserved + owed + part + 4 * queued == 64 && queued <= 16 && owed <= 64);
    counted_a_cycle_late: assert (\dut.reserved == ($past(started && asks) ? $past(length) + 1 : 0) && \dut.reserved <= \dut.room );
    same_parts: assert (\dut.part == part && (part < 1 || \dut.part_0 == part_0) && (part < 2 || \dut.part_1 == part_1)
      && (part < 3 || \dut.part_2 == part_2));

    all_places_are_promised: cover (cut_valid && !burst_valid && $past(burst_valid));
    command_arrives: cover (pushes && queued == 1 && pops);
  end
endmodule
