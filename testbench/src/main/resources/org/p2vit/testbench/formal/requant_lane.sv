// SPDX-License-Identifier: Apache-2.0
// RequantLane against arithmetic.md §2: sat(roundShift(((acc << 4) >> (shift - rho)) + bias + ((r << 12) >> residualShift), 4)), to 8 bits or, for the stream, 9. GELU,
// which is proven by itself, gives anything here. The bias comes a cycle later than the other operands, and with 8 in it, as the compiler stores it. One number is
// followed through the stages, operands and shifts within the bounds of §2.
module proof (
    input aclk, input signed [27:0] accumulator, input [2:0] row_exponent, input signed [30:0] bias, input signed [8:0] residual, input [4:0] residual_shift,
    input [4:0] shift, input to_stream, input use_gelu);
  `RESET
  wire [8:0] code;
  wire [27:0] rounded;
  RequantLane dut (
    .aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .advance_2(1'b1), .advance_3(1'b1), .advance_4(1'b1),
    .advance_5(1'b1), .advance_6(1'b1), .advance_7(1'b1), .advance_8(1'b1), .advance_9(1'b1), .advance_10(1'b1), .advance_11(1'b1),
    .accumulator(accumulator), .rowExponent(row_exponent), .bias(32'(bias) + 32'sd8), .residual(residual), .residualShift(residual_shift), .shift(shift),
    .toStream(to_stream), .useGelu(use_gelu), .geluIndex_shift(4'd0), .geluIndex_beyond(18'd0), .geluExponent(3'd0),
    .rounded(rounded), .code(code));
  (* hierconn *) wire [4:0] \dut.distance ;
  (* hierconn *) wire [27:0] \dut.held , \dut.sum ;
  (* hierconn *) wire [20:0] \dut.lifted ;
  (* hierconn *) wire [31:0] \dut.shifted , \dut.biased ;
  (* hierconn *) wire [17:0] \dut.value ;
  (* hierconn *) wire [8:0] \dut.saturated_0 , \dut.saturated_1 , \dut.saturated_2 , \dut.saturated_3 , \dut.saturated_4 , \dut.saturated_5 , \dut.saturated_6 ;
  (* hierconn *) wire [7:0] \dut.gelu_code ;

  // The number in each stage, in 40 bits, where nothing is lost.
  reg signed [39:0] acc_1, lift_1, s_2, added_2, y_3, h_4, y_5, y_6, y_7, y_8, y_9, y_10, y_11, y_12;
  reg [4:0] distance_1;
  reg [11:0] in = 0;
  wire signed [39:0] z = s_2 + added_2;
  wire signed [39:0] y_sat =
    to_stream ? (h_4 < -256 ? -256 : h_4 > 255 ? 255 : h_4) : (h_4 < -128 ? -128 : h_4 > 127 ? 127 : h_4);
  always @(posedge aclk) if (started) begin
    in <= {in[10:0], 1'b1};
    acc_1 <= accumulator; distance_1 <= shift - row_exponent; lift_1 <= (residual * 40'sd4096) >>> residual_shift;
    s_2 <= (acc_1 * 40'sd16) >>> distance_1; added_2 <= bias + lift_1;
    y_3 <= (z + 8) >>> 4;
    h_4 <= y_3 < -131072 ? -131072 : y_3 > 131071 ? 131071 : y_3;
    y_5 <= y_sat; y_6 <= y_5; y_7 <= y_6; y_8 <= y_7; y_9 <= y_8; y_10 <= y_9; y_11 <= y_10;
    y_12 <= use_gelu ? $signed(\dut.gelu_code ) : y_11;
    accumulators: assume (accumulator >= -(1 << 26) && accumulator <= 1 << 26);
    biases: assume (bias >= -(1 << 29) && bias <= 1 << 29);
    exponents: assume (row_exponent <= shift);
    code_of_the_contract: assert (!in[11] || $signed(code) == y_12);
    // Invariants, stage by stage.
    operands: assert (!in[0] || $signed(\dut.held ) == acc_1 && \dut.distance == distance_1 && $signed(\dut.lifted ) == lift_1);
    in_range: assert (!in[0] || acc_1 >= -(1 << 26) && acc_1 <= 1 << 26 && lift_1 >= -(1 << 20) && lift_1 < 1 << 20);
    terms: assert (!in[1] || $signed(\dut.shifted ) == s_2 && $signed(\dut.biased ) == added_2 + 8);
    terms_in_range: assert (!in[1] || s_2 >= -(1 << 30) && s_2 <= 1 << 30 && added_2 >= -(1 << 29) - (1 << 20) && added_2 < (1 << 29) + (1 << 20));
    sum: assert (!in[2] || $signed(\dut.sum ) == y_3 && $signed(rounded) == y_3);
    saturates: assert (!in[3] || $signed(\dut.value ) == h_4);
    narrows: assert (!in[4] || $signed(\dut.saturated_0 ) == y_5);
    waits: assert ((!in[5] || $signed(\dut.saturated_1 ) == y_6) && (!in[6] || $signed(\dut.saturated_2 ) == y_7)
      && (!in[7] || $signed(\dut.saturated_3 ) == y_8) && (!in[8] || $signed(\dut.saturated_4 ) == y_9)
      && (!in[9] || $signed(\dut.saturated_5 ) == y_10) && (!in[10] || $signed(\dut.saturated_6 ) == y_11));
    saturated_above: cover (in[11] && y_12 == 255);
    saturated_narrow: cover (in[11] && !$past(use_gelu) && y_12 == -128 && code == 9'h180);
    tie: cover (in[3] && $past(z == 40, 1) && y_3 == 3);
    exponent: cover (in[3] && $past(distance_1 == 0 && s_2 == 0, 1) && $past(row_exponent == 7 && shift == 7, 3));
    through_gelu: cover (in[11] && $past(use_gelu && y_11 == 255));
  end
endmodule
