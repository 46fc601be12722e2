// SPDX-License-Identifier: Apache-2.0
// RequantLane against arithmetic.md §2: sat8(roundShift(((acc << 4) >> (shift - rho)) + bias + ((r << 12) >> (residualShift - kappa)), 4)). What comes out of GeluPipe,
// which is proven by itself, is anything here. The residual comes a cycle before the accumulator, the bias a cycle behind it, and with 8 in it, as the compiler stores it. One number is
// followed through the stages, operands and shifts within the bounds of §2.
module proof (
    input aclk, input signed [27:0] accumulator, input [2:0] row_exponent, input signed [30:0] bias, input signed [8:0] residual, input [2:0] residual_exponent,
    input [3:0] residual_shift, input [4:0] shift, input piped);
  `RESET
  wire [8:0] code;
  wire [27:0] rounded;
  RequantLane dut (
    .aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .advance_2(1'b1), .advance_3(1'b1), .advance_4(1'b1),
    .advance_5(1'b1), .advance_6(1'b1), .advance_7(1'b1), .advance_8(1'b1), .advance_9(1'b1), .advance_10(1'b1), .advance_11(1'b1), .advance_12(1'b1),
    .accumulator(accumulator), .rowExponent(row_exponent), .bias(32'(bias) + 32'sd8), .residual(residual), .residualExponent(residual_exponent),
    .residualShift(residual_shift), .shift(shift), .toStream(1'b0), .geluIndex_shift(4'd0), .geluIndex_beyond(18'd0), .blockDistance(4'd0),
    .streamCode(1'b0), .piped(piped), .rounded(rounded), .code(code));
  (* hierconn *) wire [8:0] \dut.added ;
  (* hierconn *) wire [3:0] \dut.residualDistance ;
  (* hierconn *) wire [4:0] \dut.distance ;
  (* hierconn *) wire [27:0] \dut.held , \dut.sum ;
  (* hierconn *) wire [20:0] \dut.lifted ;
  (* hierconn *) wire [31:0] \dut.shifted , \dut.biased ;
  (* hierconn *) wire [17:0] \dut.value ;
  (* hierconn *) wire [7:0] \dut.saturated_0 , \dut.saturated_1 , \dut.saturated_2 , \dut.saturated_3 , \dut.saturated_4 , \dut.saturated_5 , \dut.saturated_6 ;
  (* hierconn *) wire [8:0] \dut.pipe_code ;

  // The number in each stage, in 40 bits, where nothing is lost.
  reg signed [39:0] r_1, acc_2, lift_2, s_3, added_3, y_4, h_5, y_6, y_7, y_8, y_9, y_10, y_11, y_12, y_13;
  reg [4:0] distance_2;
  reg [3:0] distance_1;
  reg [12:0] in = 0;
  wire signed [39:0] z = s_3 + added_3;
  always @(posedge aclk) if (started) begin
    in <= {in[11:0], 1'b1};
    r_1 <= residual; distance_1 <= residual_shift - residual_exponent;
    acc_2 <= accumulator; distance_2 <= shift - row_exponent; lift_2 <= (r_1 * 40'sd4096) >>> distance_1;
    s_3 <= (acc_2 * 40'sd16) >>> distance_2; added_3 <= bias + lift_2;
    y_4 <= (z + 8) >>> 4;
    h_5 <= y_4 < -131072 ? -131072 : y_4 > 131071 ? 131071 : y_4;
    y_6 <= h_5 < -128 ? -128 : h_5 > 127 ? 127 : h_5;
    y_7 <= y_6; y_8 <= y_7; y_9 <= y_8; y_10 <= y_9; y_11 <= y_10; y_12 <= y_11;
    y_13 <= piped ? $signed(\dut.pipe_code ) : y_12;
    accumulators: assume (accumulator >= -(1 << 26) && accumulator <= 1 << 26);
    biases: assume (bias >= -(1 << 29) && bias <= 1 << 29);
    exponents: assume (row_exponent <= shift && residual_exponent <= residual_shift);
    code_of_the_contract: assert (!in[12] || $signed(code) == y_13);
    // Invariants, stage by stage.
    residuals: assert (!in[0] || $signed(\dut.added ) == r_1 && \dut.residualDistance == distance_1 && r_1 >= -256 && r_1 < 256);
    operands: assert (!in[1] || $signed(\dut.held ) == acc_2 && \dut.distance == distance_2 && $signed(\dut.lifted ) == lift_2);
    in_range: assert (!in[1] || acc_2 >= -(1 << 26) && acc_2 <= 1 << 26 && lift_2 >= -(1 << 20) && lift_2 < 1 << 20);
    terms: assert (!in[2] || $signed(\dut.shifted ) == s_3 && $signed(\dut.biased ) == added_3 + 8);
    terms_in_range: assert (!in[2] || s_3 >= -(1 << 30) && s_3 <= 1 << 30 && added_3 >= -(1 << 29) - (1 << 20) && added_3 < (1 << 29) + (1 << 20));
    sum: assert (!in[3] || $signed(\dut.sum ) == y_4 && $signed(rounded) == y_4);
    saturates: assert (!in[4] || $signed(\dut.value ) == h_5);
    narrows: assert (!in[5] || $signed(\dut.saturated_0 ) == y_6);
    waits: assert ((!in[6] || $signed(\dut.saturated_1 ) == y_7) && (!in[7] || $signed(\dut.saturated_2 ) == y_8)
      && (!in[8] || $signed(\dut.saturated_3 ) == y_9) && (!in[9] || $signed(\dut.saturated_4 ) == y_10)
      && (!in[10] || $signed(\dut.saturated_5 ) == y_11) && (!in[11] || $signed(\dut.saturated_6 ) == y_12));
    saturated_above: cover (in[12] && !$past(piped) && y_13 == 127);
    saturated_below: cover (in[12] && !$past(piped) && y_13 == -128 && code == 9'h180);
    tie: cover (in[4] && $past(z == 40, 1) && y_4 == 3);
    exponent: cover (in[4] && $past(distance_2 == 0 && s_3 == 0, 1) && $past(row_exponent == 7 && shift == 7, 3));
    exponent_of_the_residual: cover (in[4] && $past(lift_2 == 4096 * 255, 2) && $past(residual_exponent == 6, 4));
    through_the_pipe: cover (in[12] && $past(piped && y_12 == 127) && y_13 == 255);
  end
endmodule
