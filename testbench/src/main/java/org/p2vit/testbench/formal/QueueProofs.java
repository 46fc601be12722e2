// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;

/** Proofs of what waits inside of units: nothing is refused that cannot wait, and what leaves is in order. */
final class QueueProofs {
    private static final ProofDesign TINY = ProofDesign.ofConfiguration("tiny");

    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("row_normaliser", "RowNormaliser", TINY)
                    .cut("Fifo*")
                    .covers(50)
                    .mutant("(promised < 6'h20)", "(promised < 6'h21)")
                    .mutant("resultBank_5 <= resultBank_4", "resultBank_5 <= resultBank_3")
                    .proves(
                            ProofMethod.induction(14),
                            "each word of a row is taken once, its result comes twelve cycles later beside its place, and there is a place for it"),
            ProofJob.of("result_drain", "ResultDrain", TINY)
                    .cut("Fifo*")
                    .covers(50)
                    .mutant("(reserved <= 6'h1e)", "(reserved <= 6'h1f)")
                    .mutant(" bank_5 <= bank_4", " bank_5 <= bank_3")
                    .proves(
                            ProofMethod.induction(11),
                            "what is reserved with room is captured when nothing is overwritten, leaves row by row, and has its places"));

    private QueueProofs() {}
}
