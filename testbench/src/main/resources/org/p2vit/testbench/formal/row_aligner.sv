// SPDX-License-Identifier: Apache-2.0
// RowAligner against arithmetic.md §6.1: a = roundShift(y, rho - d), of each code of a word that is any. Where rho and d are 0 a byte goes through.
module proof (input aclk, input [66:0] word, input [2:0] exponent, input [2:0] lane);
  `RESET
  wire [63:0] codes;
  RowAligner dut (.aclk(aclk), .engine_resetn(started), .advance_0(1'b1), .advance_1(1'b1), .word(word), .exponent(exponent), .codes(codes));
  (* hierconn *) wire [63:0] \dut.held ;
  (* hierconn *) wire [2:0] \dut.distance_0 ;

  wire [2:0] chosen = lane;
  reg [2:0] lane_1 = 0, lane_2 = 0;
  reg signed [15:0] y_1, y_2;
  reg [2:0] n_1, n_2;
  reg [1:0] in = 0;
  wire signed [15:0] a = n_2 == 0 ? y_2 : (y_2 + (16'sd1 << (n_2 - 1))) >>> n_2;
  always @(posedge aclk) if (started) begin
    in <= {in[0], 1'b1};
    y_1 <= $signed(word[8 * chosen +: 8]); n_1 <= exponent - word[66:64]; lane_1 <= chosen;
    y_2 <= y_1; n_2 <= n_1; lane_2 <= lane_1;
    greatest_of_the_row: assume (word[66:64] <= exponent);
    code_of_the_contract: assert (!in[1] || $signed(codes[8 * lane_2 +: 8]) == a);
    held: assert (!in[0] || $signed(\dut.held [8 * lane_1 +: 8]) == y_1 && \dut.distance_0 == n_1);
    in_range: assert ((!in[0] || y_1 >= -128 && y_1 <= 127) && (!in[1] || y_2 >= -128 && y_2 <= 127));
    tie: cover (in[1] && y_2 == 12 && n_2 == 3 && a == 2);
    least: cover (in[1] && y_2 == -128 && n_2 == 7 && a == -1);
    same: cover (in[1] && y_2 == -1 && n_2 == 0 && lane_2 == 7);
  end
endmodule
