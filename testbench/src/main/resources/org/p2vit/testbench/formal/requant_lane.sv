// SPDX-License-Identifier: Apache-2.0
// RequantLane against arithmetic.md §2: sat(roundShift(acc + bias + (r << residualShift), shift)), to 8 bits or, for the stream, 9. Without GELU, whose
// table is a memory. One number is followed through the stages, operands and shift within the bounds of §2.
module proof (
    input aclk, input signed [27:0] accumulator, input signed [30:0] bias, input signed [8:0] residual, input [4:0] residual_shift,
    input [4:0] shift, input to_stream);
  `RESET
  wire [8:0] code;
  wire [30:0] rounded;
  RequantLane dut (
    .aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .advance_2(1'b1), .advance_3(1'b1), .advance_4(1'b1),
    .advance_5(1'b1), .accumulator(accumulator), .bias(bias), .residual(residual), .residualShift(residual_shift), .shift(shift),
    .toStream(to_stream), .useGelu(1'b0), .geluWrite_enable(1'b0), .geluWrite_address(8'd0), .geluWrite_data(8'd0),
    .rounded(rounded), .code(code));
  (* hierconn *) wire [30:0] \dut.biased , \dut.sum ;
  (* hierconn *) wire [24:0] \dut.lifted ;
  (* hierconn *) wire signed [31:0] \dut.round.shifted ;
  (* hierconn *) wire [8:0] \dut.saturated ;

  // z of the number in each stage, in 40 bits, where nothing is lost; its shift comes in stage 2, its kind in stage 4.
  wire signed [39:0] z = accumulator + bias + (residual * (40'sd1 << residual_shift));
  wire signed [39:0] lift = residual * (40'sd1 << residual_shift);
  reg signed [39:0] z_1, lift_1, z_2, z_3, z_4, y_5, y_6;
  reg [4:0] shift_3, shift_4;
  reg [5:0] in = 0;
  wire signed [39:0] half = shift_4 == 0 ? 40'sd0 : 40'sd1 << (shift_4 - 1);
  wire signed [39:0] y = (z_4 + half) >>> shift_4;
  wire signed [39:0] y_sat = to_stream ? (y < -256 ? -256 : y > 255 ? 255 : y) : (y < -128 ? -128 : y > 127 ? 127 : y);
  always @(posedge aclk) if (started) begin
    in <= {in[4:0], 1'b1};
    z_1 <= z; lift_1 <= lift;
    z_2 <= z_1;
    z_3 <= z_2; shift_3 <= shift;
    z_4 <= z_3; shift_4 <= shift_3;
    y_5 <= y_sat;
    y_6 <= y_5;
    accumulators: assume (accumulator >= -(1 << 26) && accumulator <= 1 << 26);
    biases: assume (bias >= -(1 << 29) && bias <= 1 << 29);
    shifts: assume (residual_shift <= 16);
    code_of_the_contract: assert (!in[5] || $signed(code) == y_6);
    // Invariants, stage by stage.
    operands: assert (!in[0] || $signed(\dut.lifted ) == lift_1 && $signed(\dut.biased ) + lift_1 == z_1);
    in_range: assert (!in[0] || z_1 < 40'sd1 << 30 && z_1 >= -(40'sd1 << 30));
    sum: assert (!in[1] || $signed(\dut.sum ) == z_2 && z_2 < 40'sd1 << 30 && z_2 >= -(40'sd1 << 30));
    shifted: assert (!in[2] || \dut.round.shifted == (z_3 <<< 1) >>> shift_3 && z_3 < 40'sd1 << 30 && z_3 >= -(40'sd1 << 30));
    rounds: assert (!in[3] || $signed(rounded) == y);
    saturates: assert (!in[4] || $signed(\dut.saturated ) == y_5);
    saturated_above: cover (in[5] && y_6 == 255);
    saturated_narrow: cover (in[5] && y_6 == -128 && code == 9'h180);
    tie: cover (in[5] && $past(y == 3 && z_4 == 5 && shift_4 == 1, 2));
  end
endmodule
