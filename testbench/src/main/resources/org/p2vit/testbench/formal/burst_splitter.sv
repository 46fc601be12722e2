// SPDX-License-Identifier: Apache-2.0
// BurstSplitter with 16-byte words and bursts of 8 beats: every burst is the longest that transfer, limit and 4 KiB page allow.
module proof (
    input aclk, input hold, input transfer_valid, input [23:0] transfer_words, input [11:0] transfer_word, input burst_ready);
  `RESET
  wire transfer_ready, burst_valid;
  wire [7:0] burst_length;
  wire [15:0] burst_address;
  BurstSplitter dut (
    .aclk(aclk), .aresetn(started), .hold(hold), .transfer_valid(transfer_valid), .transfer_ready(transfer_ready),
    .transfer_payload_words(transfer_words), .transfer_payload_address({transfer_word, 4'd0}),
    .burst_valid(burst_valid), .burst_ready(burst_ready), .burst_payload_length(burst_length), .burst_payload_address(burst_address));
  (* hierconn *) wire [23:0] \dut.remaining ;
  (* hierconn *) wire [15:0] \dut.address ;
  (* hierconn *) wire [8:0] \dut.room ;
  (* hierconn *) wire \dut.sized , \dut.vacant ;

  function [8:0] longest(input [11:0] word);
    longest = word[7:0] > 248 ? 256 - word[7:0] : 8;
  endfunction

  `HOLDS(offer_stays, burst_valid, burst_ready, {burst_address, burst_length})

  // The transfer that bursts are expected of, without those that were offered.
  reg [23:0] left = 0;
  reg [11:0] word;
  reg waited = 0;
  reg [1:0] silent = 0;
  wire offered = burst_valid && !waited;
  wire accepted = transfer_valid && transfer_ready;
  wire [23:0] beats = burst_length + 1;
  wire [23:0] most = left < longest(word) ? left : longest(word);
  wire ends = offered && left == beats;
  always @(posedge aclk) if (started) begin
    waited <= burst_valid && !burst_ready;
    silent <= left != 0 && !burst_valid && !hold ? silent + 1 : 0;
    if (offered) begin left <= left - beats; word <= word + beats; end
    if (accepted) begin left <= transfer_words; word <= transfer_word; end

    longest_burst: assert (!offered || left != 0 && beats == most);
    contiguous: assert (!offered || burst_address == {word, 4'd0});
    within_a_page: assert (!offered || (burst_address[11:0] + 16 * burst_length) < 4096);
    offers_soon: assert (silent <= 2);
    takes_the_next_when_the_last_is_offered: assert (transfer_ready == (left == 0 || ends));
    none_new_while_held: assert (!(offered && $past(hold)));
    // Invariants.
    vacant_when_nothing_remains: assert (\dut.vacant == (\dut.remaining == 0));
    same_state: assert (
      offered ? \dut.remaining == left - beats && (ends || \dut.address == {word + beats[11:0], 4'd0})
      : \dut.remaining == left && (left == 0 || \dut.address == {word, 4'd0}));
    room_of_the_address: assert (!(\dut.sized && \dut.remaining != 0) || \dut.room == longest(\dut.address [15:4]));

    cut_at_the_page: cover (offered && burst_length == 2 && left > beats);
    back_to_back: cover (accepted && ends && transfer_words > 8);
    held: cover (hold && burst_valid && !burst_ready && left != 0);
    empty_transfer: cover ($past(accepted && transfer_words == 0) && accepted);
  end
endmodule
