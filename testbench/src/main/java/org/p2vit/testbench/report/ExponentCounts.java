// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;

/** How often each power of two occurs as a scale in a quantized network. */
record ExponentCounts(Map<Integer, Integer> accumulators, Map<Integer, Integer> streams, Map<Integer, Integer> norms) {
    static ExponentCounts of(QuantizedVit network) {
        ExponentCounts counts = new ExponentCounts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        add(counts.streams, network.exponents().stream());
        for (int n = 0; n < network.blocks().size(); n++) {
            QuantizedBlock block = network.blocks().get(n);
            BlockExponents exponents = network.exponents().blocks().get(n);
            add(counts.norms, exponents.norm1());
            add(counts.norms, exponents.norm2());
            counts.layer(block.attention().query(), exponents.query());
            counts.layer(block.attention().key(), exponents.key());
            counts.layer(block.attention().value(), exponents.value());
            counts.layer(block.fc1(), filled(block.fc1(), exponents.fc1()));
        }
        add(counts.norms, network.exponents().readout());
        counts.layer(network.head(), filled(network.head(), network.exponents().logits()));
        return counts;
    }

    /** Of an output's accumulator: exponent of input and weights together, e_y − shift. */
    private void layer(QuantizedLinear layer, int[] exponents) {
        for (int o = 0; o < layer.outputs(); o++) {
            accumulators.merge(exponents[o] - layer.shift()[o], 1, Integer::sum);
        }
    }

    private static int[] filled(QuantizedLinear layer, int exponent) {
        int[] exponents = new int[layer.outputs()];
        Arrays.fill(exponents, exponent);
        return exponents;
    }

    private static void add(Map<Integer, Integer> counts, int[] exponents) {
        for (int exponent : exponents) {
            counts.merge(exponent, 1, Integer::sum);
        }
    }
}
