// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

import java.util.Map;
import org.p2vit.hw.program.Unit;

/**
 * One image on the simulated accelerator, compared with the golden model.
 *
 * @param label the true class, or null
 * @param cycles from start to done, by the hardware's counter; of images in a row from the last logits of the one before to its own
 * @param utilisation MACs of the network, A·V included / (multipliers · cycles)
 * @param utilisationByMultipliers the same without A·V, which shift lanes do
 * @param utilisationWithShiftLanes MACs of the network / ((multipliers + shift lanes) · cycles)
 * @param wordsChecked words compared, the logits in DRAM included
 * @param firstMismatch where, what and how to repeat it; empty if there is none
 * @param units busy and stall cycles of images in a row are the mean
 * @param top1 class chosen by the hardware
 * @param className its name, empty if the network has none
 * @param floatTop1 class chosen by the float network, or null
 * @param seconds that simulating took
 * @param cyclesPerSecond simulation speed
 */
public record ImageRun(
        String image,
        Integer label,
        long cycles,
        double utilisation,
        double utilisationByMultipliers,
        double utilisationWithShiftLanes,
        long wordsChecked,
        long mismatches,
        String firstMismatch,
        Map<Unit, UnitRun> units,
        int top1,
        String className,
        int goldenTop1,
        Integer floatTop1,
        double seconds,
        double cyclesPerSecond) {
    /** True if something was compared and all of it was equal. */
    public boolean passed() {
        return wordsChecked > 0 && mismatches == 0;
    }
}
