// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.Verdict;

/**
 * One image on the simulated accelerator.
 *
 * @param logits what the accelerator wrote to DRAM
 * @param golden logits of the golden model
 * @param cycles from start to done, by the RTL's counter; of images in a row each from the last logits of the one before to its own
 * @param seconds that the simulation took, without the comparison; of images in a row the mean
 * @param units counters of each unit; of images in a row the mean
 * @param checks what was compared with the golden model, by the unit that wrote it; STORE wrote the logits in DRAM
 */
public record InferenceResult(
        int[] logits,
        int[] golden,
        long cycles,
        double seconds,
        Map<Unit, UnitCounters> units,
        Map<Unit, Verdict> checks) {
    /** All comparisons together. */
    public Verdict verdict() {
        return Verdict.all(checks.values());
    }
}
