// SPDX-License-Identifier: Apache-2.0
// LoadUnit at the read channels and its buffers. BurstSplitter, whose offers stay (job burst_splitter), RegionGuard and MovingBase may do
// anything, and CommandFrontEnd may start commands as it likes. The queue
// of targets is a Fifo of four, and the SkidBuffer behind the places a queue of two (job skid_buffer). One command of any history is watched, and one word
// on its way to a buffer. WGT has eight banks, ACT two.
module proof (
    input aclk, input burst_ready, input beat_valid, input [63:0] beat_data, input beat_last, input [5:0] ready, input mark,
    input mark_word);
  `RESET
  wire burst_valid, beat_ready;
  wire [7:0] length;
  wire [31:0] address;
  wire [5:0] write;
  wire [15:0] to_act, to_wgt;
  wire [63:0] act_data, wgt_data;
  wire act_bank;
  wire [2:0] wgt_bank;
  LoadUnit dut (
    .aclk(aclk), .aresetn(started), .command_valid(1'b0), .command_payload_words(256'd0), .semaphore_taken(1'b0), .stride(32'd0),
    .regionBase_0(32'd0), .regionBase_1(32'd0), .regionWords_0(29'd0), .regionWords_1(29'd0),
    .burst_valid(burst_valid), .burst_ready(burst_ready), .burst_payload_length(length), .burst_payload_address(address),
    .beat_valid(beat_valid), .beat_ready(beat_ready), .beat_payload_last(beat_last), .beat_payload_error(1'b0), .beat_payload_data(beat_data),
    .writes_0_valid(write[0]), .writes_0_ready(ready[0]), .writes_0_payload_address(to_act), .writes_0_payload_group(act_bank),
    .writes_0_payload_data_0(act_data),
    .writes_1_valid(write[1]), .writes_1_ready(ready[1]), .writes_1_payload_address(to_wgt), .writes_1_payload_group(wgt_bank),
    .writes_1_payload_data_0(wgt_data),
    .writes_2_valid(write[2]), .writes_2_ready(ready[2]), .writes_3_valid(write[3]), .writes_3_ready(ready[3]),
    .writes_4_valid(write[4]), .writes_4_ready(ready[4]), .writes_5_valid(write[5]), .writes_5_ready(ready[5]));
  (* hierconn *) wire \dut.splitter_burst_valid , \dut.splitter_burst_ready , \dut.splitter_transfer_valid , \dut.splitter_transfer_ready ;
  (* hierconn *) wire \dut.frontEnd_start_valid , \dut.both , \dut.last ;
  (* hierconn *) wire [7:0] \dut.splitter_burst_payload_length ;
  (* hierconn *) wire [31:0] \dut.splitter_burst_payload_address ;
  (* hierconn *) wire [255:0] \dut.frontEnd_start_payload_words ;
  wire cut_valid = \dut.splitter_burst_valid ;
  wire [39:0] cut_burst = {\dut.splitter_burst_payload_address , \dut.splitter_burst_payload_length };
  wire starts = \dut.frontEnd_start_valid && \dut.both ;
  wire [23:0] words = \dut.frontEnd_start_payload_words [151:128];
  wire [2:0] destination = \dut.frontEnd_start_payload_words [110:108];
  wire [15:0] first_address = \dut.frontEnd_start_payload_words [175:160];
  wire [4:0] first_bank = \dut.frontEnd_start_payload_words [180:176];

  (* hierconn *) wire \dut.targets_push_valid , \dut.targets_push_ready , \dut.targets_pop_valid , \dut.targets_pop_ready , \dut.filling , \dut.finished ;
  (* hierconn *) wire [2:0] \dut.targets_push_payload_destination , \dut.targets_pop_payload_destination , \dut.destination ;
  (* hierconn *) wire [15:0] \dut.targets_push_payload_address , \dut.targets_pop_payload_address , \dut.address ;
  (* hierconn *) wire [4:0] \dut.targets_push_payload_bank , \dut.targets_pop_payload_bank , \dut.bank ;
  (* hierconn *) wire [23:0] \dut.targets_push_payload_words , \dut.targets_pop_payload_words , \dut.remaining ;
  (* hierconn *) wire [3:0] \dut.outstanding ;
  wire [47:0] pushed = {\dut.targets_push_payload_destination , \dut.targets_push_payload_address , \dut.targets_push_payload_bank ,
    \dut.targets_push_payload_words };
  wire [47:0] popped = {\dut.targets_pop_payload_destination , \dut.targets_pop_payload_address , \dut.targets_pop_payload_bank ,
    \dut.targets_pop_payload_words };
  wire [47:0] filled = {\dut.destination , \dut.address , \dut.bank , \dut.remaining };
  wire pushes = \dut.targets_push_valid && \dut.targets_push_ready ;
  wire pops = \dut.targets_pop_valid && \dut.targets_pop_ready ;
  (* hierconn *) wire \dut.placed_push_valid , \dut.placed_push_ready , \dut.placed_pop_valid , \dut.placed_pop_ready , \dut.done ;
  (* hierconn *) wire [5:0] \dut.placed_push_payload_destinations , \dut.placed_pop_payload_destinations ;
  (* hierconn *) wire [15:0] \dut.placed_pop_payload_address ;
  (* hierconn *) wire [4:0] \dut.placed_pop_payload_bank ;
  (* hierconn *) wire \dut.placed_push_payload_last , \dut.placed_pop_payload_last ;
  (* hierconn *) wire [63:0] \dut.placed_pop_payload_data ;
  wire [91:0] placed_push = {\dut.placed_push_payload_destinations , \dut.address , \dut.bank , \dut.placed_push_payload_last , beat_data};
  wire [91:0] placed_pop = {\dut.placed_pop_payload_destinations , \dut.placed_pop_payload_address , \dut.placed_pop_payload_bank ,
    \dut.placed_pop_payload_last , \dut.placed_pop_payload_data };
  wire placed_valid = \dut.placed_pop_valid , placed_ready = \dut.placed_pop_ready ;
  wire places = \dut.placed_push_valid && \dut.placed_push_ready ;
  wire leaves = placed_valid && placed_ready;
  function one(input [5:0] bits);
    one = bits != 0 && (bits & (bits - 6'd1)) == 0;
  endfunction
  reg [91:0] word;               // that is watched
  `QUEUE(placed, 2, places, \dut.placed_push_ready , placed_valid, leaves, mark_word && !placed_watched)
  `MUST_HOLD(placed_stays, placed_valid, placed_ready, placed_pop)
  reg head = 0;                  // the watched command is the one that is filled
  `QUEUE(targets, 4, pushes, \dut.targets_push_ready , \dut.targets_pop_valid , pops, mark && !targets_watched && !head)

  `MUST_HOLD(splitter_holds, cut_valid, \dut.splitter_burst_ready , cut_burst)
  `MUST_HOLD(beat_held, beat_valid, beat_ready, {beat_data, beat_last})
  `HOLDS(address_stays, burst_valid, burst_ready, {address, length})
  `HOLDS(act_stays, write[0], ready[0], {to_act, act_bank, act_data})
  `HOLDS(wgt_stays, write[1], ready[1], {to_wgt, wgt_bank, wgt_data})

  wire asks = burst_valid && burst_ready;
  wire takes = beat_valid && beat_ready;
  wire [5:0] writes = write & ready;
  reg [3:0] open = 0;            // bursts that are asked for and have not come
  reg ended = 0;                 // one has, in the cycle before
  reg [2:0] commands = 0;        // started and not done
  reg [2:0] to;
  reg [23:0] left;
  reg [15:0] next;
  reg [4:0] bank;
  reg waited = 0;
  wire wraps = bank == (to == 0 || to == 2 ? 1 : to == 5 ? 0 : 7);
  always @(posedge aclk) if (started) begin
    open <= open + asks - (takes && beat_last);
    ended <= takes && beat_last;
    commands <= commands + starts - \dut.last ;
    if (targets_marks) begin to <= destination; left <= words; next <= first_address; bank <= first_bank; end
    else if (head && takes) begin
      left <= left - 1;
      bank <= wraps ? 0 : bank + 1;
      next <= next + wraps;
    end
    head <= targets_watched && pops && targets_ahead == 0 || head && !\dut.last ;
    target_is_kept: assume (!(targets_watched && targets_ahead == 0) || popped == {to, next, bank, left});
    waited <= beat_valid && commands != 0 && !\dut.placed_push_valid ;
    if (placed_marks) word <= placed_push;
    word_is_kept: assume (!(placed_watched && placed_ahead == 0) || placed_pop == word);
    words_are_legal: assume (!placed_valid || one(\dut.placed_pop_payload_destinations ));
    legal: assume (!starts || words != 0 && destination <= 5);
    of_a_bank: assume (!starts || first_bank <= (destination == 0 || destination == 2 ? 1 : destination == 5 ? 0 : 7));
    beats_that_were_asked_for: assume (!(beat_valid && beat_last) || open != 0);
    four_commands_are_started: assume (!starts || commands < 4);
    targets_are_legal: assume (!\dut.targets_pop_valid || \dut.targets_pop_payload_destination <= 5 && \dut.targets_pop_payload_words != 0);

    queues_its_target: assert (pushes == starts && (!starts || pushed == {destination, first_address, first_bank, words}));
    both_sides_or_none: assert (!starts || \dut.splitter_transfer_valid && \dut.splitter_transfer_ready );
    address_of_the_splitter: assert (!burst_valid || cut_valid && {address, length} == cut_burst);
    both_see_it_accepted: assert (asks == (cut_valid && \dut.splitter_burst_ready ));
    eight_open_at_most: assert (open + ended <= 8);
    addresses_while_there_is_room: assert (!(cut_valid && open + ended < 8) || burst_valid);
    a_beat_is_one_word: assert (takes == places);
    no_word_without_a_beat: assert (!\dut.placed_push_valid || beat_valid && commands != 0 && \dut.destination <= 5);
    with_its_place: assert (!(head && places) || placed_push == {6'd1 << to, next, bank, left == 1, beat_data});
    a_word_is_one_write: assert (leaves == (writes != 0) && (write & (write - 1)) == 0 && (write != 0) == placed_valid);
    to_one_buffer: assert (!\dut.placed_push_valid || one(\dut.placed_push_payload_destinations ));
    to_its_buffer: assert (write == 0 || write == \dut.placed_pop_payload_destinations );
    to_its_place_in_act: assert (!(placed_watched && placed_ahead == 0 && write[0]) || {to_act, 4'd0, act_bank, act_data} == {word[85:70], 4'd0, word[65], word[63:0]});
    to_its_place_in_wgt: assert (!(placed_watched && placed_ahead == 0 && write[1]) || {to_wgt, wgt_bank, wgt_data} == {word[85:70], word[67:65], word[63:0]});
    done_with_its_last_word: assert (\dut.done == $past(started && leaves && \dut.placed_pop_payload_last ));
    counted_with_its_last_beat: assert (!head || \dut.last == (takes && left == 1));
    offered_a_cycle_late_at_most: assert (!(waited && beat_valid && commands != 0) || \dut.placed_push_valid );
    // Invariants.
    every_command_is_somewhere: assert (commands == targets_count + \dut.filling );
    one_is_watched: assert (!targets_watched || !head);
    same_place: assert (!head || \dut.filling && filled == {to, next, bank, left} && left != 0);
    same_count: assert (\dut.outstanding == open + ended && \dut.finished == ended);
    of_its_bank: assert (!targets_watched && !head || to <= 5 && bank <= (to == 0 || to == 2 ? 1 : to == 5 ? 0 : 7));
    fills_a_legal_one: assert (!\dut.filling || \dut.destination <= 5);
    waits_a_cycle_for_its_target: assert (!(waited && commands != 0) || \dut.filling );

    wraps_to_the_next_address: cover (head && places && to == 1 && wraps && bank == 7);
    next_command_follows: cover (head && takes && $past(\dut.last && targets_watched));
    all_open: cover (open == 8 && cut_valid);
    refused: cover (placed_watched && write[0] && !ready[0] && placed_count == 2);
  end
endmodule
