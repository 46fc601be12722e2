// SPDX-License-Identifier: Apache-2.0
// Delays of a DSP48E2 with the registers A, B, M and P, in picoseconds, for yosys' sta: those of a DSP48E1 in its library of the 7 series.
(* blackbox *)
module DSP48E2 #(
  parameter integer AREG = 1, ACASCREG = 1, BREG = 1, BCASCREG = 1, CREG = 1, DREG = 1, ADREG = 1, MREG = 1, PREG = 1,
  parameter integer CARRYINREG = 1, CARRYINSELREG = 1, OPMODEREG = 1, ALUMODEREG = 1, INMODEREG = 1,
  parameter A_INPUT = "DIRECT", B_INPUT = "DIRECT", AMULTSEL = "A", BMULTSEL = "B", PREADDINSEL = "A",
  parameter USE_MULT = "MULTIPLY", USE_SIMD = "ONE48",
  parameter [47:0] RND = 48'd0
) (
  input         CLK,
  input  [29:0] A, ACIN,
  input  [17:0] B, BCIN,
  input  [47:0] C, PCIN,
  input  [26:0] D,
  input  [8:0]  OPMODE,
  input  [3:0]  ALUMODE,
  input  [4:0]  INMODE,
  input  [2:0]  CARRYINSEL,
  input         CARRYIN, CARRYCASCIN, MULTSIGNIN,
  input         CEA1, CEA2, CEB1, CEB2, CEM, CEP, CEC, CED, CEAD, CEALUMODE, CECARRYIN, CECTRL, CEINMODE,
  input         RSTA, RSTB, RSTC, RSTD, RSTM, RSTP, RSTALLCARRYIN, RSTALUMODE, RSTCTRL, RSTINMODE,
  output [47:0] P, PCOUT
);
  specify
    $setup(A, posedge CLK, 254);
    $setup(B, posedge CLK, 324);
    $setup(PCIN, posedge CLK, 1025);
    (posedge CLK => (P : 48'bx)) = 329;
    (posedge CLK => (PCOUT : 48'bx)) = 435;
  endspecify
endmodule
