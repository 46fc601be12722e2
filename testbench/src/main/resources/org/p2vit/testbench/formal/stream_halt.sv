// SPDX-License-Identifier: Apache-2.0
// StreamHalt behind a CreditCounter of capacity 3, as LOAD and STORE use it: words pass while fewer than three are under way.
module proof (input aclk, input source_valid, input [3:0] source_payload, input sink_ready, input returned);
  `RESET
  wire source_ready, sink_valid;
  wire [3:0] sink_payload;
  HaltedStream dut (
    .aclk(aclk), .aresetn(started), .source_valid(source_valid), .source_ready(source_ready), .source_payload(source_payload),
    .sink_valid(sink_valid), .sink_ready(sink_ready), .sink_payload(sink_payload), .returned(returned));

  reg [1:0] under_way = 0;
  `MUST_HOLD(source_holds, source_valid, source_ready, source_payload)
  always @(posedge aclk) if (started) begin
    under_way <= under_way + (sink_valid && sink_ready) - returned;
    returns_what_passed: assume (!returned || under_way != 0);
    both_sides_at_once: assert ((sink_valid && sink_ready) == (source_valid && source_ready));
    unchanged: assert (sink_payload == source_payload);
    limit_kept: assert (!(sink_valid && under_way == 3));
    open_below_the_limit: assert (under_way == 3 || sink_valid == source_valid && source_ready == sink_ready);
    halted: cover (source_valid && under_way == 3);
    goes_on: cover (sink_valid && $past(under_way == 3));
  end
  `HOLDS(never_withdrawn, sink_valid, sink_ready, sink_payload)
endmodule
