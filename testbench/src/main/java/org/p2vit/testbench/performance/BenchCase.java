// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;

/**
 * A run to measure.
 *
 * @param model what to call the network
 * @param images that run in a row
 */
public record BenchCase(
        AcceleratorConfig config,
        String model,
        VitShape shape,
        WeightBits weights,
        MemoryTiming memory,
        Overlap overlap,
        int images) {
    /** Seed of weights, image, start-up state and memory stalls. */
    public static final long SEED = 1;

    /** One image. */
    public BenchCase(
            AcceleratorConfig config,
            String model,
            VitShape shape,
            WeightBits weights,
            MemoryTiming memory,
            Overlap overlap) {
        this(config, model, shape, weights, memory, overlap, 1);
    }

    public static BenchCase of(AcceleratorConfig config, Architecture model, MemoryTiming memory) {
        return new BenchCase(config, model.label(), model.shape(), WeightBits.EIGHT, memory, Overlap.BOTH);
    }

    public BenchCase with(Overlap other) {
        return new BenchCase(config, model, shape, weights, memory, other, images);
    }

    public BenchCase with(int imagesInARow) {
        return new BenchCase(config, model, shape, weights, memory, overlap, imagesInARow);
    }

    public BenchCase with(WeightBits other) {
        return new BenchCase(config, model, shape, other, memory, overlap, images);
    }

    AxiTiming timing() {
        return AxiTiming.ideal(memory.latencyCycles(), memory.outstanding()).withStalls(SEED, memory.stallPercent());
    }

    @Override
    public String toString() {
        return model + ", weights " + weights.label() + ", on " + config.name() + ", " + memory.label()
                + " memory, overlap " + overlap.label() + (images == 1 ? "" : ", " + images + " images in a row");
    }
}
