// SPDX-License-Identifier: Apache-2.0
// ReadArbiter of the two clients of the read channel: one burst of any history is watched from its grant to its last beat.
// The queue of owners is a Fifo of 16.
module proof (
    input aclk, input halt, input [1:0] ask, input [3:0] address_0, address_1, input [7:0] length_0, length_1, input address_ready,
    input data_valid, input [3:0] data, input last, input error, input [1:0] beat_ready, input mark);
  `RESET
  wire idle, address_valid, data_ready;
  wire [1:0] ready, beat;
  wire [7:0] length;
  wire [3:0] address, beat_0, beat_1;
  wire [1:0] beat_last, beat_error;
  ReadArbiter dut (
    .aclk(aclk), .aresetn(started), .halt(halt), .idle(idle),
    .bursts_0_valid(ask[0]), .bursts_0_ready(ready[0]), .bursts_0_payload_address(address_0), .bursts_0_payload_length(length_0),
    .bursts_1_valid(ask[1]), .bursts_1_ready(ready[1]), .bursts_1_payload_address(address_1), .bursts_1_payload_length(length_1),
    .address_valid(address_valid), .address_ready(address_ready), .address_payload_address(address), .address_payload_length(length),
    .data_valid(data_valid), .data_ready(data_ready), .data_payload_data(data), .data_payload_last(last), .data_payload_error(error),
    .beats_0_valid(beat[0]), .beats_0_ready(beat_ready[0]), .beats_0_payload_data(beat_0), .beats_0_payload_last(beat_last[0]),
    .beats_0_payload_error(beat_error[0]),
    .beats_1_valid(beat[1]), .beats_1_ready(beat_ready[1]), .beats_1_payload_data(beat_1), .beats_1_payload_last(beat_last[1]),
    .beats_1_payload_error(beat_error[1]));

  `MUST_HOLD(data_held, data_valid, data_ready, {data, last, error})
  `HOLDS(address_stays, address_valid, address_ready, {address, length})
  `HOLDS(beat_of_the_first_stays, beat[0], beat_ready[0], {beat_0, beat_last[0], beat_error[0]})
  `HOLDS(beat_of_the_second_stays, beat[1], beat_ready[1], {beat_1, beat_last[1], beat_error[1]})

  (* hierconn *) wire \dut.owners_push_ready , \dut.owners_pop_valid , \dut.owners_pop_ready , \dut.owners_push_payload , \dut.owners_pop_payload ;
  (* hierconn *) wire \dut.granted_accept , \dut.owned , \dut.owner ;
  wire pops = \dut.owners_pop_valid && \dut.owners_pop_ready ;
  // The burst that is watched, from its grant on: it waits in the queue, then it is the one whose beats come.
  reg current = 0, second;
  `QUEUE(owners, 16, \dut.granted_accept , \dut.owners_push_ready , \dut.owners_pop_valid , pops, mark && !owners_watched && !current)

  wire [1:0] grant = ask & ready;
  wire taken = data_valid && data_ready;
  reg [4:0] open = 0;   // bursts granted whose last beat has not come
  wire ends = taken && last && open != 0;
  reg full = 0;         // a grant that is not on the bus yet
  reg [11:0] granted;
  reg waited = 0;
  always @(posedge aclk) if (started) begin
    open <= open + (grant != 0) - ends;
    full <= grant != 0 || full && !address_ready;
    if (grant != 0) granted <= grant[1] ? {address_1, length_1} : {address_0, length_0};
    if (owners_marks) second <= grant[1];
    current <= owners_watched && pops && owners_ahead == 0 || current && !ends;
    waited <= data_valid && open != 0 && beat == 0;
    keeps_what_is_pushed: assume (!(owners_watched && owners_ahead == 0) || \dut.owners_pop_payload == second);

    one_at_most: assert (grant != 3 && beat != 3);
    the_second_goes_first: assert (!(grant[0] && ask[1]));
    nothing_new_while_halted: assert (!halt || grant == 0);
    grants_while_there_is_room: assert (!(ask != 0 && !halt && (!full || address_ready) && open < 16) || grant != 0);
    every_grant_goes_out_once: assert (address_valid == full && (!full || {address, length} == granted));
    its_owner_is_queued: assert (\dut.granted_accept == (grant != 0) && (grant == 0 || \dut.owners_push_ready && \dut.owners_push_payload == grant[1]));
    idle_when_none_is_open: assert (idle == (open == 0) && open <= 17);
    beats_return_to_who_asked: assert (!(current && beat != 0) || beat == (second ? 2 : 1));
    no_beat_without_a_burst: assert (beat == 0 || data_valid && open != 0);
    unchanged: assert (!(beat[0] && {beat_0, beat_last[0], beat_error[0]} != {data, last, error})
      && !(beat[1] && {beat_1, beat_last[1], beat_error[1]} != {data, last, error}));
    none_is_lost: assert (taken == ((beat & beat_ready) != 0 || data_valid && halt && open == 0));
    offered_a_cycle_late_at_most: assert (!(waited && data_valid && open != 0) || beat != 0);
    stale_beats_are_swallowed: assert (!(data_valid && halt && open == 0) || data_ready && beat == 0);
    // Invariants.
    in_the_queue_or_current: assert (!(owners_watched && current) && open == owners_count + \dut.owned && (!current || \dut.owned && \dut.owner == second));
    waits_a_cycle_for_its_owner: assert (!(waited && open != 0) || \dut.owned );

    all_open: cover (open == 17);
    watched_behind_another: cover (current && beat == 1 && last && $past(ends && !current));
    swallowed: cover (taken && open == 0);
    halted_while_open: cover (halt && ends && open == 1 && $past(halt));
  end
endmodule
