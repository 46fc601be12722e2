// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/** What the logits of the golden integer network stand for. Serialised it is the network's bundle. */
final class GoldenLogits implements Logits {
    private static final long serialVersionUID = 1L;

    private final transient QuantizedVit network;
    private final transient GoldenVit golden;

    GoldenLogits(QuantizedVit network) {
        this.network = network;
        this.golden = new GoldenVit(network);
    }

    @Override
    public float[] of(FloatTensor patches) {
        int[] codes = golden.forward(network.input().encode(patches.toArray()));
        int exponent = network.exponents().logits();
        float[] logits = new float[codes.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.scalb((float) codes[i], exponent);
        }
        return logits;
    }

    private Object writeReplace() {
        return new SerialForm(QuantizedBundle.toBytes(network));
    }

    private record SerialForm(byte[] bundle) implements Serializable {
        private Object readResolve() {
            return new GoldenLogits(QuantizedBundle.fromBytes(bundle));
        }
    }
}
