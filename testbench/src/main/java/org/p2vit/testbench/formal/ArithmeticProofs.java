// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate;

/** Proofs that cells compute the formulas of the numeric contract, for all operands. */
final class ArithmeticProofs {
    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("round_shift", "RoundShift", ProofDesign.of(() -> new RoundShift(31)))
                    .covers(8)
                    .mutant("result <= ", "result <= 31'd1 + ")
                    .mutant("if(advance_0) begin", "if(advance_1) begin")
                    .proves(
                            ProofMethod.induction(4),
                            "§1.1 for 31 bits and every shift, whenever its stages are enabled"),
            ProofJob.of("saturate", "Saturate", ProofDesign.of(() -> new Saturate(31, 9)))
                    .covers(4)
                    .mutant("? 9'h100 : 9'h0ff", "? 9'h101 : 9'h0ff")
                    .proves(ProofMethod.invariant(), "§1.2 for 31 bits to 9"),
            ProofJob.of("requant_lane", "RequantLane", ProofDesign.ofConfiguration("tiny"))
                    .cut("GeluPipe")
                    .covers(18)
                    .mutant("distance <= (shift - _zz_distance)", "distance <= shift")
                    .mutant(
                            "residualDistance <= (residualShift - _zz_residualDistance)",
                            "residualDistance <= residualShift")
                    .mutant("(piped ? pipe_code : _zz_code_1)", "_zz_code_1")
                    .proves(
                            ProofMethod.induction(3),
                            "§2: shift less the row's exponent, bias, residual at the exponent of its block, rounding and saturation to 8 bits and to 18, for all operands in the bounds of §2, one a cycle"),
            ProofJob.of("gelu_pipe", "GeluPipe", ProofDesign.ofConfiguration("tiny"))
                    .covers(14)
                    .mutant("(outside ? 9'h0 : _zz_tail)", "_zz_tail")
                    .mutant("_zz_magnitude_1 = (- value)", "_zz_magnitude_1 = (~ value)")
                    .mutant("tails[98] = 9'b111111111", "tails[98] = 9'b111111110")
                    .mutant("(toStream ? _zz_positive0 : _zz_positive0_2)", "_zz_positive0_2")
                    .mutant("^ streamCode", "^ 1'b0")
                    .proves(
                            ProofMethod.induction(3),
                            "§6 for every h, j and exponent, with the table that the contract prints, and §2.2 from h on, one a cycle"),
            ProofJob.of("row_aligner", "RowAligner", ProofDesign.ofConfiguration("tiny"))
                    .covers(8)
                    .mutant("distance_0 <= (exponent - _zz_distance_0[2 : 0])", "distance_0 <= exponent")
                    .mutant("{7'h0,_zz_codes_6[0]}", "8'h0")
                    .proves(ProofMethod.induction(3), "§6.1 for every code and exponent, one word a cycle"));

    private ArithmeticProofs() {}
}
