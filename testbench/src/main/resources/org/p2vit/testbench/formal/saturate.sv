// SPDX-License-Identifier: Apache-2.0
// Saturate of 31 bits to 9 against arithmetic.md §1.2.
module proof (input aclk, input signed [30:0] value);
  `RESET
  wire signed [8:0] result;
  Saturate dut (.value(value), .result(result));
  always @(posedge aclk) if (started) begin
    clips: assert (result == (value < -256 ? -9'sd256 : value > 255 ? 9'sd255 : value[8:0]));
    clipped_below: cover (value < -256);
    clipped_above: cover (value == 256);
    kept: cover (value == -256);
  end
endmodule
