// SPDX-License-Identifier: Apache-2.0
// PriorityArbiter with three clients, the last first.
module proof (input aclk, input [2:0] ask, input [3:0] word_0, word_1, word_2, input receiver_ready, input allowed);
  `RESET
  wire [2:0] ready;
  wire receiver_valid, accept;
  wire [3:0] receiver_payload;
  wire [1:0] winner;
  SharedStream dut (
    .aclk(aclk), .aresetn(started), .allowed(allowed), .accept(accept), .winner(winner),
    .clients_0_valid(ask[0]), .clients_0_ready(ready[0]), .clients_0_payload(word_0),
    .clients_1_valid(ask[1]), .clients_1_ready(ready[1]), .clients_1_payload(word_1),
    .clients_2_valid(ask[2]), .clients_2_ready(ready[2]), .clients_2_payload(word_2),
    .receiver_valid(receiver_valid), .receiver_ready(receiver_ready), .receiver_payload(receiver_payload));

  wire [2:0] fire = ask & ready;
  reg full = 0;
  reg [3:0] word;
  always @(posedge aclk) if (started) begin
    full <= fire != 0 || full && !receiver_ready;
    if (fire != 0) word <= fire[2] ? word_2 : fire[1] ? word_1 : word_0;
    one_at_most: assert (fire == 0 || fire == 1 || fire == 2 || fire == 4);
    the_last_that_asks: assert (!(fire[0] && ask[2:1] != 0) && !(fire[1] && ask[2]));
    says_who: assert (accept == (fire != 0) && (!accept || fire == 1 << winner));
    passes_every_word_once: assert (receiver_valid == full && (!full || receiver_payload == word));
    never_idle: assert (!(ask != 0 && allowed && (!full || receiver_ready)) || accept);
    nothing_unless_allowed: assert (allowed || fire == 0);
    first_is_served: cover (fire[0] && full);
    others_wait: cover (ask == 7 && fire == 4 && $past(fire == 2));
  end
  `HOLDS(offer_stays, receiver_valid, receiver_ready, receiver_payload)
endmodule
