// SPDX-License-Identifier: Apache-2.0
// RoundShift of 31 bits against arithmetic.md §1.1: (x + 2^(n-1)) >> n with a sum one bit wider than x, and x for n = 0.
module proof (input aclk, input signed [30:0] value, input [4:0] shift, input [1:0] advance);
  `RESET
  wire signed [30:0] result;
  RoundShift dut (
    .aclk(aclk), .value(value), .shift(shift), .advance_0(advance[0]), .advance_1(advance[1]), .result(result));

  (* hierconn *) wire signed [31:0] \dut.shifted ;

  reg signed [30:0] first, second;
  reg [4:0] first_shift, second_shift;
  reg [1:0] in = 0;
  wire signed [31:0] half = second_shift == 0 ? 32'd0 : 32'd1 << (second_shift - 1);
  wire signed [31:0] wide = second;
  wire signed [31:0] rounded = (wide + half) >>> second_shift;
  always @(posedge aclk) if (started) begin
    if (advance[0]) begin first <= value; first_shift <= shift; in[0] <= 1; end
    if (advance[1]) begin second <= first; second_shift <= first_shift; in[1] <= in[0]; end
    // Invariant: half a bit of the result is kept.
    kept: assert (!in[0] || \dut.shifted == $signed({first, 1'b0}) >>> first_shift);
    half_up: assert (!in[1] || result == rounded);
    tie_below_zero: cover (in[1] && second == -5 && second_shift == 1 && result == -2);
    greatest: cover (in[1] && second == 31'h3fffffff && second_shift == 30 && result == 1);
  end
endmodule
