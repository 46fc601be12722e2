// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;

/** Proofs of what waits inside of units: nothing is refused that cannot wait, and what leaves is in order. */
final class QueueProofs {
    private static final ProofDesign TINY = ProofDesign.ofConfiguration("tiny");

    static final List<ProofJob> JOBS = List.of(ProofJob.of("gelu_fill", "GeluFill", TINY)
            .cut("Fifo*")
            .covers(24)
            .mutant("(waiting_pop_valid || writing)", "waiting_pop_valid")
            .mutant("{waiting_pop_payload_index,position}", "{waiting_pop_payload_index,3'b000}")
            .proves(
                    ProofMethod.induction(3),
                    "each byte of a word of the table is written once, in order; idle when all is"));

    private QueueProofs() {}
}
