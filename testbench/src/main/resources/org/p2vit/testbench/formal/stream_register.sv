// SPDX-License-Identifier: Apache-2.0
// StreamRegister of words of four bits: one word of any history is watched from its push to its pop.
module proof (input aclk, input push_valid, input [3:0] push_payload, input pop_ready, input mark);
  `RESET
  wire push_ready, pop_valid;
  wire [3:0] pop_payload;
  StreamRegister dut (
    .aclk(aclk), .aresetn(started), .push_valid(push_valid), .push_ready(push_ready), .push_payload(push_payload),
    .pop_valid(pop_valid), .pop_ready(pop_ready), .pop_payload(pop_payload));

  wire push = push_valid && push_ready;
  wire pop = pop_valid && pop_ready;
  reg held = 0;
  reg watched = 0, left = 0;
  reg [3:0] word;
  always @(posedge aclk) if (started) begin
    held <= held + push - pop;
    if (push && mark && !watched && !left) begin
      watched <= 1;
      word <= push_payload;
    end
    if (watched && pop) begin watched <= 0; left <= 1; end
    in_order_unchanged: assert (!watched || pop_valid && pop_payload == word);
    valid_unless_empty: assert (pop_valid == (held != 0));
    ready_unless_full: assert (push_ready == (!held || pop_ready));
    word_leaves: cover (left && word == 5 && held == 1);
    waits: cover (pop_valid && !pop_ready && $past(pop_valid && !pop_ready));
    word_a_cycle: cover (push && pop && $past(push && pop));
  end
  `HOLDS(offer_stays, pop_valid, pop_ready, pop_payload)
endmodule
