// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.function.Function;
import org.p2vit.quant.baseline.FakeQuantVit;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/**
 * A way to quantize that is evaluated.
 *
 * @param name a few words
 * @param integer whether integers only are computed with, or floats that stand for them
 * @param logits from normalized patches; called by several threads
 */
public record Method(String name, boolean integer, Function<FloatTensor, float[]> logits) {
    /** The golden integer network. */
    public static Method of(String name, QuantizedVit network) {
        GoldenVit golden = new GoldenVit(network);
        int exponent = network.exponents().logits();
        return new Method(name, true, patches -> {
            int[] codes = golden.forward(network.input().encode(patches.toArray()));
            float[] logits = new float[codes.length];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = Math.scalb((float) codes[i], exponent);
            }
            return logits;
        });
    }

    /** A simulation in float. */
    public static Method of(String name, FakeQuantVit network) {
        return new Method(name, false, network::logits);
    }
}
