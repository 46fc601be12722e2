// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;

/**
 * What a bench runs. Bits of weights change cycles on scalable arrays only, and with 8 bits those are as fast as the others: so each
 * scalable configuration runs the first network with the first memory and every kind of weights, each other one all networks with all
 * memories and the first kind. Of scalable ones alone, all networks run with all memories too.
 */
public record BenchPlan(
        List<AcceleratorConfig> configs,
        List<Architecture> models,
        List<MemoryTiming> memories,
        List<WeightBits> weights,
        int images) {
    /** Networks outermost: a large one is drawn once for all configurations. */
    public List<BenchCase> cases() {
        boolean onlyScalable = configs.stream().allMatch(BenchPlan::scalable);
        List<BenchCase> cases = new ArrayList<>();
        for (Architecture model : models) {
            for (MemoryTiming memory : memories) {
                boolean first = model.equals(models.get(0)) && memory == memories.get(0);
                for (WeightBits bits : weights) {
                    for (AcceleratorConfig config : configs) {
                        boolean wide = bits == weights.get(0) && (!scalable(config) || onlyScalable);
                        if (wide || first && scalable(config)) {
                            cases.add(BenchCase.of(config, model, memory)
                                    .with(bits)
                                    .with(images));
                        }
                    }
                }
            }
        }
        return cases;
    }

    private static boolean scalable(AcceleratorConfig config) {
        return config.array().pe() == ProcessingElement.SCALABLE;
    }
}
