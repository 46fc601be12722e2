// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.explore;

import java.io.Serializable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.model.QuantizedVit;

/** Predicts what a network costs; a piece is a configuration. Serialised it is the network's bundle. */
public record DesignWork(QuantizedVit network, MemoryTiming memory) implements Work<AcceleratorConfig, DesignPoint> {
    @Override
    public DesignPoint of(AcceleratorConfig config) {
        return DesignPoint.of(network, config, memory);
    }

    @Override
    public String describe(AcceleratorConfig config) {
        return config.name();
    }

    private Object writeReplace() {
        return new SerialForm(QuantizedBundle.toBytes(network), memory);
    }

    private record SerialForm(byte[] bundle, MemoryTiming memory) implements Serializable {
        private Object readResolve() {
            return new DesignWork(QuantizedBundle.fromBytes(bundle), memory);
        }
    }
}
