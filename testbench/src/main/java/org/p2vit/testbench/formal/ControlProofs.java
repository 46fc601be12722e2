// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import org.p2vit.hw.control.SemaphoreBank;
import org.p2vit.hw.dma.BurstSplitter;

/** Proofs of what schedules and cuts the work. */
final class ControlProofs {
    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("burst_splitter", "BurstSplitter", ProofDesign.of(() -> new BurstSplitter(16, 16, 8)))
                    .covers(12)
                    .mutant("(10'h100 - _zz_toBoundary)", "(10'h101 - _zz_toBoundary)")
                    .mutant("(remaining <= _zz_fits)", "(remaining < _zz_fits)")
                    .mutant("&& (! hold)", "")
                    .mutant("assign transfer_ready = vacant", "assign transfer_ready = 1'b0")
                    .proves(
                            ProofMethod.induction(4),
                            "every burst is the longest that transfer, limit and page allow, contiguous, offered within three cycles, held until taken; none is new while held up"),
            ProofJob.of("semaphore_bank", "SemaphoreBank", ProofDesign.of(() -> new SemaphoreBank(2)))
                    .covers(8)
                    .mutant("(counters_4 != 12'h0)", "(counters_4 > 12'h001)")
                    .mutant("(units_1_take && (! granted_1))", "units_1_take")
                    .proves(
                            ProofMethod.induction(4),
                            "of two units and any semaphore: no token is taken of none, none waits while there is one, what is given counts in the cycle after the next, more than 2047 are reported"));

    private ControlProofs() {}
}
