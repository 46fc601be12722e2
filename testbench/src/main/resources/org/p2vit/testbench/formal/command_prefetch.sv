// SPDX-License-Identifier: Apache-2.0
// CommandPrefetch: a queue of one command that is filled only when the unit allows it.
module proof (input aclk, input start_valid, input [255:0] start_payload, input upcoming_ready, input may_fetch);
  `RESET
  wire start_ready, upcoming_valid;
  wire [255:0] upcoming_payload;
  CommandPrefetch dut (
    .aclk(aclk), .aresetn(started), .start_valid(start_valid), .start_ready(start_ready), .start_payload_words(start_payload),
    .upcoming_valid(upcoming_valid), .upcoming_ready(upcoming_ready), .upcoming_payload_words(upcoming_payload), .mayFetch(may_fetch));

  reg full = 0;
  reg [255:0] command;
  always @(posedge aclk) if (started) begin
    full <= start_valid && start_ready || full && !upcoming_ready;
    if (start_valid && start_ready) command <= start_payload;
    takes_when_allowed: assert (start_ready == (may_fetch && !full));
    offers_what_it_took: assert (upcoming_valid == full && (!full || upcoming_payload == command));
    passes: cover (full && upcoming_ready);
    waits: cover (full && start_valid && $past(full, 2));
  end
  `HOLDS(offer_stays, upcoming_valid, upcoming_ready, upcoming_payload)
endmodule
