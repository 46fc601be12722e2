// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.Verdict;

/**
 * One inference on the simulated accelerator.
 *
 * @param cycles from start to done, by the RTL's counter
 * @param units counters of each unit
 * @param checks what was compared with the golden model, by unit, the logits in DRAM included
 */
public record InferenceResult(int[] logits, long cycles, Map<Unit, UnitCounters> units, Map<String, Verdict> checks) {
    /** All comparisons together. */
    public Verdict verdict() {
        return Verdict.all(checks.values());
    }
}
