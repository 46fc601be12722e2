// SPDX-License-Identifier: Apache-2.0
// Four products added inside a column of DSP48E2 blocks: the emitted module of this name, for synthesis that does not make a column of it.
// ProductChain.java says what it computes. DSP48E2 as in AMD's UG579.
module ProductChain (
  input  wire        advance_0, advance_1, advance_2, advance_3, advance_4, advance_5,
  input  wire [26:0] tokens_0, tokens_1, tokens_2, tokens_3,
  input  wire [7:0]  weights_0, weights_1, weights_2, weights_3,
  output wire [17:0] sums_0, sums_1,
  input  wire        aclk,
  input  wire        engine_resetn
);
  wire [3:0]   load = {advance_3, advance_2, advance_1, advance_0};
  wire [3:0]   multiply = {advance_4, advance_3, advance_2, advance_1};
  wire [3:0]   add = {advance_5, advance_4, advance_3, advance_2};
  wire [107:0] tokens = {tokens_3, tokens_2, tokens_1, tokens_0};
  wire [31:0]  weights = {weights_3, weights_2, weights_1, weights_0};
  wire [239:0] handed;
  wire [191:0] total;

  assign handed[47:0] = 48'd0;
  assign sums_0 = {~total[161], total[160:144]};
  assign sums_1 = total[179:162];

  genvar link;
  generate
    for (link = 0; link < 4; link = link + 1) begin : links
      DSP48E2 #(
        .AREG(1), .ACASCREG(1), .BREG(1), .BCASCREG(1), .CREG(0), .DREG(0), .ADREG(0), .MREG(1), .PREG(1),
        .CARRYINREG(0), .CARRYINSELREG(0), .OPMODEREG(0), .ALUMODEREG(0), .INMODEREG(0),
        .A_INPUT("DIRECT"), .B_INPUT("DIRECT"), .AMULTSEL("A"), .BMULTSEL("B"), .PREADDINSEL("A"),
        .USE_MULT("MULTIPLY"), .USE_SIMD("ONE48"), .RND(48'd131072)
      ) dsp (
        .CLK(aclk),
        .A({{3{tokens[27 * link + 26]}}, tokens[27 * link +: 27]}),
        .B({{10{weights[8 * link + 7]}}, weights[8 * link +: 8]}),
        .C(48'd0), .D(27'd0),
        .PCIN(handed[48 * link +: 48]), .P(total[48 * link +: 48]), .PCOUT(handed[48 * link + 48 +: 48]),
        // Both partial products of the multiplier, and RND in the first link, PCIN in the others.
        .OPMODE(link == 0 ? 9'b10_000_01_01 : 9'b00_001_01_01), .ALUMODE(4'd0), .INMODE(5'd0),
        .CARRYIN(1'b0), .CARRYINSEL(3'd0),
        .CEA1(1'b0), .CEA2(load[link]), .CEB1(1'b0), .CEB2(load[link]), .CEM(multiply[link]), .CEP(add[link]),
        .CEC(1'b0), .CED(1'b0), .CEAD(1'b0), .CEALUMODE(1'b0), .CECARRYIN(1'b0), .CECTRL(1'b0), .CEINMODE(1'b0),
        .RSTA(1'b0), .RSTB(1'b0), .RSTC(1'b0), .RSTD(1'b0), .RSTM(1'b0), .RSTP(1'b0),
        .RSTALLCARRYIN(1'b0), .RSTALUMODE(1'b0), .RSTCTRL(1'b0), .RSTINMODE(1'b0),
        .ACIN(30'd0), .BCIN(18'd0), .CARRYCASCIN(1'b0), .MULTSIGNIN(1'b0)
      );
    end
  endgenerate
endmodule
