// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import java.io.Serializable;

/**
 * Integers with a scale and a zero point, simulated in float: {@code x → scale · (clip(⌊x / scale⌉ + zero, least, most) −
 * zero)}.
 */
record UniformCode(float scale, int zero, int least, int most) implements Serializable {
    /** Adding and subtracting 1.5 · 2^23 rounds a small float to an integer, ties to even. */
    private static final float ROUNDER = 12_582_912f;

    private static final int BYTE = 255;

    /** 8 bits without sign. The zero point is that of the unrounded scale, so that a finer one clips both ends alike. */
    static UniformCode asymmetric(Range range, ScaleRule rule) {
        double step = range.step();
        return new UniformCode((float) rule.apply(step), (int) Math.rint(-range.min() / step), 0, BYTE);
    }

    /** Signed codes without a zero point for values up to {@code greatest} in magnitude. */
    static UniformCode symmetric(float greatest, int bits, ScaleRule rule) {
        int half = 1 << (bits - 1);
        double scale = rule.apply(Math.max(greatest, Float.MIN_NORMAL) / (half - 0.5));
        return new UniformCode((float) scale, 0, -half, half - 1);
    }

    /** Rounds {@code count} values, {@code stride} apart, in place. */
    void round(float[] values, int from, int stride, int count) {
        float low = least - zero;
        float high = most - zero;
        float inverse = 1 / scale;
        int index = from;
        for (int i = 0; i < count; i++) {
            float clipped = Math.max(low, Math.min(high, values[index] * inverse));
            values[index] = (clipped + ROUNDER - ROUNDER) * scale;
            index += stride;
        }
    }

    /** Squared error of one value. */
    double error(float value) {
        float[] one = {value};
        round(one, 0, 1, 1);
        double error = (double) one[0] - value;
        return error * error;
    }
}
