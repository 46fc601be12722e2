// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.List;
import java.util.Map;
import org.p2vit.hw.config.AttentionKind;
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
    /** A run of fewer cycles is mostly the beginning and the end of layers, where units meet at buffers. */
    private static final long SHORT_RUN = 20_000;

    /** Of longer runs. */
    static final int UNCERTAINTY_PERCENT = 2;

    /**
     * How far such predictions were from the RTL's count at most, in percent ({@code testbench/doc/performance.md}). It is more for
     * short runs with attention on the multipliers: more units write activations there, wait for each other, and that is not modelled.
     */
    public int uncertaintyPercent(AttentionKind attention) {
        return cycles < SHORT_RUN ? AttentionEstimate.of(attention).shortRunPercent() : UNCERTAINTY_PERCENT;
    }

    /** The linear layers of the blocks together, by the best rate that the array has for them; the lowest rate first. */
    public List<LinearRate> linear() {
        return LinearRate.of(layers);
    }

    public double bytesPerCycle() {
        return (double) loadedBytes / cycles;
    }
}
