// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

/** Least and greatest value of a tensor over all images; zero is always within. */
record Range(float min, float max) {
    private static final int STEPS = 255;

    static Range of(float[] values) {
        float min = 0;
        float max = 0;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Range(min, max);
    }

    Range with(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Distance of 256 equidistant values that fill the range; positive. */
    double step() {
        return Math.max((double) max - min, Float.MIN_NORMAL) / STEPS;
    }
}
