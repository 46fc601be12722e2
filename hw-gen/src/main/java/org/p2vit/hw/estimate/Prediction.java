// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Unit;

/**
 * What the cycle model says of one inference of batch 1.
 *
 * @param cycles from start to done
 * @param busy cycles in which each unit makes progress
 * @param waits cycles each unit loses to waiting, by the unit that is waited for and the semaphore or queue between them
 * @param layers in the order of computation
 * @param loadedBytes read from DRAM, commands not counted
 */
public record Prediction(
        long cycles,
        Map<Unit, Long> busy,
        Map<Unit, Map<String, Long>> waits,
        List<LayerEstimate> layers,
        long loadedBytes) {
    /** How far predictions may be from the RTL's count, in percent ({@code testbench/doc/fuzzing.md}). */
    public static final int UNCERTAINTY_PERCENT = 2;

    /** The linear layers of the blocks together, by the best rate that the array has for them; the lowest rate first. */
    public List<LinearRate> linear() {
        return LinearRate.of(layers);
    }

    public double bytesPerCycle() {
        return (double) loadedBytes / cycles;
    }
}
