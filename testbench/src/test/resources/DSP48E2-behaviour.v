// SPDX-License-Identifier: Apache-2.0
// Body of a DSP48E2 where it multiplies and adds with registers A, B, M and P, after AMD's UG579; anything else stops the simulation.
  reg        [47:0] p;
  reg signed [26:0] a;
  reg signed [17:0] b;
  reg signed [44:0] m;
  wire       [47:0] w = OPMODE[8:7] == 2'b10 ? RND : 48'd0;
  wire       [47:0] z = OPMODE[6:4] == 3'b001 ? PCIN : 48'd0;

  assign P = p;
  assign PCOUT = p;

  always @(posedge CLK) begin
    if (CEA2) a <= A[26:0];
    if (CEB2) b <= B;
    if (CEM) m <= a * b;
    if (CEP) p <= z + w + {{3{m[44]}}, m};
    if (AREG != 1 || BREG != 1 || MREG != 1 || PREG != 1 || CREG != 0 || DREG != 0 || ADREG != 0 || OPMODEREG != 0
        || ALUMODEREG != 0 || INMODEREG != 0 || CARRYINREG != 0 || CARRYINSELREG != 0 || AMULTSEL != "A" || BMULTSEL != "B"
        || A_INPUT != "DIRECT" || B_INPUT != "DIRECT" || USE_MULT != "MULTIPLY" || USE_SIMD != "ONE48") $stop;
    if (OPMODE[3:0] != 4'b0101 || (OPMODE[8:7] != 2'b00 && OPMODE[8:7] != 2'b10) || OPMODE[6:5] != 2'b00) $stop;
    if (ALUMODE != 0 || INMODE != 0 || CARRYIN || CARRYINSEL != 0) $stop;
    if (RSTA || RSTB || RSTM || RSTP) $stop;
  end
endmodule
