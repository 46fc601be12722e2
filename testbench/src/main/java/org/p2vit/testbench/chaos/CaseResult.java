// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.List;

/**
 * What came of a case.
 *
 * @param text the case, in one line
 * @param code of an outcome {@link RunEnd#ERROR}, else empty
 * @param cycles from the start to the end of the disturbed run
 * @param faults what was wrong; empty if nothing was
 */
public record CaseResult(
        int index,
        String machine,
        ChaosKind kind,
        String text,
        RunEnd outcome,
        String code,
        long cycles,
        List<String> faults) {
    public CaseResult {
        faults = List.copyOf(faults);
    }

    public boolean passed() {
        return faults.isEmpty();
    }
}
