// SPDX-License-Identifier: Apache-2.0
// StoreUnit at the write channels. BurstSplitter, whose offers stay (job burst_splitter), RegionGuard and MovingBase may do anything, and
// CommandFrontEnd may start commands as it likes. Its queues are Fifos, of
// four lengths and of eight words. One burst and one word of any history are watched.
module proof (
    input aclk, input halt, input response_valid, input source_ready, input [63:0] source_data, input burst_ready, input beat_ready,
    input mark_burst, mark_word);
  `RESET
  wire source_valid, burst_valid, beat_valid, last, transferring;
  wire [15:0] source_address;
  wire [1:0] source_bank;
  wire [7:0] length;
  wire [31:0] address;
  wire [63:0] data;
  StoreUnit dut (
    .aclk(aclk), .aresetn(started), .command_valid(1'b0), .command_payload_words(256'd0), .semaphore_taken(1'b0), .stride(32'd0),
    .base(32'd0), .regionWords(29'd0), .halt(halt), .responseValid(response_valid), .responseError(1'b0), .transferring(transferring),
    .source_valid(source_valid), .source_ready(source_ready), .source_address(source_address), .source_group(source_bank),
    .source_data_0(source_data), .burst_valid(burst_valid), .burst_ready(burst_ready), .burst_payload_length(length),
    .burst_payload_address(address), .beat_valid(beat_valid), .beat_ready(beat_ready), .beat_payload_last(last), .beat_payload_data(data));
  (* hierconn *) wire \dut.splitter_burst_valid , \dut.splitter_burst_ready , \dut.frontEnd_start_valid , \dut.frontEnd_start_ready , \dut.done ;
  (* hierconn *) wire [7:0] \dut.splitter_burst_payload_length ;
  (* hierconn *) wire [31:0] \dut.splitter_burst_payload_address ;
  (* hierconn *) wire [255:0] \dut.frontEnd_start_payload_words ;
  wire cut_valid = \dut.splitter_burst_valid ;
  wire [39:0] cut_burst = {\dut.splitter_burst_payload_address , \dut.splitter_burst_payload_length };
  wire starts = \dut.frontEnd_start_valid && \dut.frontEnd_start_ready ;
  wire [23:0] words = \dut.frontEnd_start_payload_words [151:128];

  (* hierconn *) wire \dut.lengths_push_valid , \dut.lengths_push_ready , \dut.lengths_pop_valid , \dut.lengths_pop_ready ;
  (* hierconn *) wire \dut.arriving_1 , \dut.arriving_2 , \dut.words_push_ready , \dut.words_pop_valid , \dut.words_pop_ready , \dut.inBurst ;
  (* hierconn *) wire [7:0] \dut.lengths_pop_payload , \dut.beatsLeft ;
  (* hierconn *) wire [63:0] \dut.words_pop_payload ;
  (* hierconn *) wire [3:0] \dut.credits , \dut.openBursts ;
  (* hierconn *) wire [23:0] \dut.toRead , \dut.unsent ;
  (* hierconn *) wire \dut.active , \dut.reading ;
  wire words_valid = \dut.words_pop_valid , words_ready = \dut.words_pop_ready ;
  wire [63:0] queued_word = \dut.words_pop_payload ;
  wire announces = \dut.lengths_pop_valid && \dut.lengths_pop_ready ;
  wire pops = \dut.words_pop_valid && \dut.words_pop_ready ;
  reg current = 0;             // the watched burst is the one whose beats go out
  `QUEUE(lengths, 4, \dut.lengths_push_valid , \dut.lengths_push_ready , \dut.lengths_pop_valid , announces, mark_burst && !lengths_watched && !current)
  `QUEUE(words, 8, \dut.arriving_2 , \dut.words_push_ready , \dut.words_pop_valid , pops, mark_word && !words_watched)

  `MUST_HOLD(splitter_holds, cut_valid, \dut.splitter_burst_ready , cut_burst)
  `HOLDS(address_stays, burst_valid, burst_ready, {address, length})
  `MUST_HOLD(queue_keeps, words_valid, words_ready, queued_word)
  `HOLDS(beat_stays, beat_valid, beat_ready, {data, last})

  wire asks = burst_valid && burst_ready;
  wire sends = beat_valid && beat_ready;
  wire reads = source_valid && source_ready;
  reg [2:0] announced = 0;     // bursts whose address is accepted and whose last beat is not
  reg [3:0] open = 0;          // those, and those that are not answered
  reg [7:0] beats_left;
  reg [63:0] word;
  reg [3:0] held = 0;          // words that are read and not sent
  reg [23:0] unread = 0, unsent = 0;
  reg active = 0;
  reg [1:0] arrives = 0;
  wire ends = sends && last;
  always @(posedge aclk) if (started) begin
    announced <= announced + asks - ends;
    open <= open + asks - response_valid;
    if (lengths_marks) beats_left <= length;
    else if (current && sends) beats_left <= beats_left - 1;
    current <= lengths_watched && announces && lengths_ahead == 0 || current && !ends;
    held <= held + reads - sends;
    arrives <= {arrives[0], reads};
    if (words_marks) word <= source_data;
    length_is_kept: assume (!(lengths_watched && lengths_ahead == 0) || \dut.lengths_pop_payload == beats_left);
    word_is_kept: assume (!(words_watched && words_ahead == 0) || \dut.words_pop_payload == word);
    if (starts) begin unread <= words; unsent <= words; active <= 1; end
    else begin
      unread <= unread - reads;
      unsent <= unsent - sends;
      if (\dut.done ) active <= 0;
    end
    answers_to_what_was_sent: assume (!response_valid || open > announced);

    address_of_the_splitter: assert (!burst_valid || cut_valid && {address, length} == cut_burst);
    both_see_it_accepted: assert (asks == (cut_valid && \dut.splitter_burst_ready ));
    addresses_while_there_is_room: assert (!(cut_valid && open < 8 && announced < 4) || burst_valid);
    eight_open_at_most: assert (open <= 8 && announced <= 5);
    no_beat_without_an_address: assert (!beat_valid || announced != 0);
    queues_what_is_announced: assert (asks == \dut.lengths_push_valid && (!asks || \dut.lengths_push_ready ));
    length_of_its_address: assert (!(current && beat_valid) || last == (beats_left == 0));
    sends_what_is_queued: assert (sends == pops && (!beat_valid || data == \dut.words_pop_payload ));
    words_in_order: assert (!(words_watched && words_ahead == 0 && beat_valid) || data == word);
    every_word_has_a_place: assert (!\dut.arriving_2 || \dut.words_push_ready );
    arrives_two_cycles_later: assert (\dut.arriving_2 == arrives[1] && \dut.arriving_1 == arrives[0]);
    no_word_without_a_place: assert (held <= 8);
    reads_what_the_command_says: assert (source_valid == (unread != 0 && held < 8));
    starts_when_the_last_is_done: assert (!starts || !active && !halt);
    done_when_all_is_answered: assert (\dut.done == (active && unsent == 0 && open == 0));

    // Invariants.
    every_burst_is_somewhere: assert (!(lengths_watched && current) && announced == lengths_count + \dut.inBurst && (!current || \dut.inBurst && \dut.beatsLeft == beats_left));
    every_place_is_counted: assert (\dut.credits + held == 8 && held == words_count + arrives[0] + arrives[1]);
    same_counts: assert (\dut.openBursts == open && \dut.toRead == unread && \dut.reading == (unread != 0) && \dut.unsent == unsent && \dut.active == active && announced <= open);

    last_of_the_watched: cover (current && ends && $past(current && sends));
    waits_for_answers: cover (active && unsent == 0 && open == 2);
    stalled_full: cover (held == 8 && beat_valid && !beat_ready);
    completes: cover (\dut.done && $past(response_valid));
  end
endmodule
