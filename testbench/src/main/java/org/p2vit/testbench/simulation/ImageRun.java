// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.Comparison;
import org.p2vit.testbench.measure.ClassScore;

/**
 * One image on the simulated accelerator, compared with the golden model.
 *
 * @param label the true class, or null
 * @param cycles from start to done, by the hardware's counter; of images in a row from the last logits of the one before to its own
 * @param units busy and stall cycles of images in a row are the mean
 * @param seconds that simulating took
 * @param cyclesPerSecond simulation speed
 */
public record ImageRun(
        String image,
        Integer label,
        long cycles,
        @JsonUnwrapped Use use,
        @JsonUnwrapped Comparison comparison,
        Map<Unit, UnitRun> units,
        @JsonUnwrapped Answer answer,
        double seconds,
        double cyclesPerSecond) {
    /**
     * How much of the hardware's time was work.
     *
     * @param utilisation MACs of the network, A·V included / (multipliers · cycles)
     * @param utilisationByMultipliers the same without A·V, which shift lanes do
     * @param utilisationWithShiftLanes MACs of the network / ((multipliers + shift lanes) · cycles)
     */
    public record Use(double utilisation, double utilisationByMultipliers, double utilisationWithShiftLanes) {}

    /**
     * What the networks say.
     *
     * @param top1 class chosen by the hardware
     * @param className its name, empty if the network has none
     * @param goldenTop1 class chosen by the golden model
     * @param floatTop1 class chosen by the float network, or null
     * @param best classes of the hardware, the most probable first
     */
    public record Answer(int top1, String className, int goldenTop1, Integer floatTop1, List<ClassScore> best) {}

    /** True if something was compared and all of it was equal. */
    public boolean passed() {
        return comparison.passed();
    }
}
