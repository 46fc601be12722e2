// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.Verdict;

/**
 * Images that ran in a row on the simulated accelerator, from one start.
 *
 * @param images in their order
 * @param gaps cycles that the array stood still from the last step of an image's blocks to the first of the next image, one fewer than images
 * @param cycles from start to done, by the RTL's counter
 * @param seconds that the simulation took, without the comparison
 * @param units counters of each unit over the whole run
 */
public record BatchResult(
        List<InferenceResult> images, List<Long> gaps, long cycles, double seconds, Map<Unit, UnitCounters> units) {
    /** All comparisons of all images together. */
    public Verdict verdict() {
        return Verdict.all(images.stream().map(InferenceResult::verdict).toList());
    }
}
