// SPDX-License-Identifier: Apache-2.0
// Stops in each of the ways a design can: a failing assertion, $stop, $finish.
module guarded(input aclk, input [7:0] d, output reg [7:0] q);
  always @(posedge aclk) begin
    q <= d;
    assert (q != 8'd43) else $error("q is %0d", q);
    if (q == 8'd50) $stop;
    if (q == 8'd60) $finish;
    if (q == 8'd70) $display("seventy");
  end
endmodule
