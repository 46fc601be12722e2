// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;

/** Noise of a quantized network's logits relative to their signal, Σ (float − quantized)² / Σ float², image by image. */
final class LogitNoise {
    private final List<float[]> exact;
    private final int exponent;
    private double signal;
    private double noise;

    /**
     * @param exact logits of the float network, by image
     * @param exponent of the quantized logits
     */
    LogitNoise(List<float[]> exact, int exponent) {
        this.exact = exact;
        this.exponent = exponent;
    }

    void add(int image, int[] logits) {
        float[] right = exact.get(image);
        for (int i = 0; i < logits.length; i++) {
            double value = right[i];
            double error = value - Math.scalb((double) logits[i], exponent);
            signal += value * value;
            noise += error * error;
        }
    }

    /** The ratio over all images since the last call. */
    double take() {
        double ratio = noise / signal;
        signal = 0;
        noise = 0;
        return ratio;
    }
}
