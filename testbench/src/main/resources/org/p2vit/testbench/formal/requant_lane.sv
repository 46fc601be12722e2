// SPDX-License-Identifier: Apache-2.0
// RequantLane against arithmetic.md §2: sat(roundShift(acc + bias + (r << residualShift), shift)), to 8 bits or, for the stream, 9. GELU, which is
// proven by itself, gives anything here. One number is followed through the stages, operands and shift within the bounds of §2.
module proof (
    input aclk, input signed [27:0] accumulator, input signed [30:0] bias, input signed [8:0] residual, input [4:0] residual_shift,
    input [4:0] shift, input to_stream, input use_gelu);
  `RESET
  wire [8:0] code;
  wire [30:0] rounded;
  RequantLane dut (
    .aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .advance_2(1'b1), .advance_3(1'b1), .advance_4(1'b1),
    .advance_5(1'b1), .advance_6(1'b1), .advance_7(1'b1), .advance_8(1'b1), .advance_9(1'b1), .advance_10(1'b1), .accumulator(accumulator), .bias(bias), .residual(residual), .residualShift(residual_shift), .shift(shift),
    .toStream(to_stream), .useGelu(use_gelu), .geluIndex_shift(4'd0), .geluIndex_beyond(16'd0), .geluBias(11'd0),
    .rounded(rounded), .code(code));
  (* hierconn *) wire [30:0] \dut.biased , \dut.sum ;
  (* hierconn *) wire [24:0] \dut.lifted ;
  (* hierconn *) wire signed [31:0] \dut.round.shifted ;
  (* hierconn *) wire [15:0] \dut.value ;
  (* hierconn *) wire [8:0] \dut.saturated_0 , \dut.saturated_1 , \dut.saturated_2 , \dut.saturated_3 , \dut.saturated_4 ;
  (* hierconn *) wire [7:0] \dut.gelu_code ;

  // z of the number in each stage, in 40 bits, where nothing is lost; its shift comes in stage 2, its kind in stage 5.
  wire signed [39:0] z = accumulator + bias + (residual * (40'sd1 << residual_shift));
  wire signed [39:0] lift = residual * (40'sd1 << residual_shift);
  reg signed [39:0] z_1, lift_1, z_2, z_3, z_4, h_5, y_6, y_7, y_8, y_9, y_10, y_11;
  reg [4:0] shift_3, shift_4;
  reg [10:0] in = 0;
  wire signed [39:0] half = shift_4 == 0 ? 40'sd0 : 40'sd1 << (shift_4 - 1);
  wire signed [39:0] y = (z_4 + half) >>> shift_4;
  wire signed [39:0] y_sat =
    to_stream ? (h_5 < -256 ? -256 : h_5 > 255 ? 255 : h_5) : (h_5 < -128 ? -128 : h_5 > 127 ? 127 : h_5);
  always @(posedge aclk) if (started) begin
    in <= {in[9:0], 1'b1};
    z_1 <= z; lift_1 <= lift;
    z_2 <= z_1;
    z_3 <= z_2; shift_3 <= shift;
    z_4 <= z_3; shift_4 <= shift_3;
    h_5 <= y < -32768 ? -32768 : y > 32767 ? 32767 : y;
    y_6 <= y_sat; y_7 <= y_6; y_8 <= y_7; y_9 <= y_8; y_10 <= y_9;
    y_11 <= use_gelu ? $signed(\dut.gelu_code ) : y_10;
    accumulators: assume (accumulator >= -(1 << 26) && accumulator <= 1 << 26);
    biases: assume (bias >= -(1 << 29) && bias <= 1 << 29);
    shifts: assume (residual_shift <= 16);
    code_of_the_contract: assert (!in[10] || $signed(code) == y_11);
    // Invariants, stage by stage.
    operands: assert (!in[0] || $signed(\dut.lifted ) == lift_1 && $signed(\dut.biased ) + lift_1 == z_1);
    in_range: assert (!in[0] || z_1 < 40'sd1 << 30 && z_1 >= -(40'sd1 << 30));
    sum: assert (!in[1] || $signed(\dut.sum ) == z_2 && z_2 < 40'sd1 << 30 && z_2 >= -(40'sd1 << 30));
    shifted: assert (!in[2] || \dut.round.shifted == (z_3 <<< 1) >>> shift_3 && z_3 < 40'sd1 << 30 && z_3 >= -(40'sd1 << 30));
    rounds: assert (!in[3] || $signed(rounded) == y);
    saturates: assert (!in[4] || $signed(\dut.value ) == h_5);
    narrows: assert (!in[5] || $signed(\dut.saturated_0 ) == y_6);
    waits: assert ((!in[6] || $signed(\dut.saturated_1 ) == y_7) && (!in[7] || $signed(\dut.saturated_2 ) == y_8)
      && (!in[8] || $signed(\dut.saturated_3 ) == y_9) && (!in[9] || $signed(\dut.saturated_4 ) == y_10));
    saturated_above: cover (in[10] && y_11 == 255);
    saturated_narrow: cover (in[10] && !$past(use_gelu) && y_11 == -128 && code == 9'h180);
    tie: cover (in[5] && $past(y == 3 && z_4 == 5 && shift_4 == 1, 2));
    through_gelu: cover (in[10] && $past(use_gelu && y_10 == 255));
  end
endmodule
