// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import org.p2vit.quant.model.ResizeFilter;

/**
 * The weight of a sample by its distance from the sought point, as Pillow's {@code Resample.c} defines it for each filter that
 * weighs samples.
 */
final class FilterKernel {
    private static final double CUBIC_A = -0.5;
    private static final double LANCZOS_SUPPORT = 3;
    /** Pillow has these two in single precision. */
    private static final double HAMMING_MEAN = 0.54f;

    private static final double HAMMING_SWING = 0.46f;

    private FilterKernel() {}

    /** The distance from which on the weight is zero. */
    static double support(ResizeFilter filter) {
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("nearest weighs nothing");
            case BOX -> 0.5;
            case BILINEAR, HAMMING -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> LANCZOS_SUPPORT;
        };
    }

    /** @param x distance in samples, of the larger spacing of the two images */
    static double weight(ResizeFilter filter, double x) {
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("nearest weighs nothing");
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - Math.abs(x));
            case HAMMING ->
                Math.abs(x) < 1 ? sinc(x) * (HAMMING_MEAN + HAMMING_SWING * StrictMath.cos(x * Math.PI)) : 0;
            case BICUBIC -> cubic(Math.abs(x));
            case LANCZOS -> -LANCZOS_SUPPORT <= x && x < LANCZOS_SUPPORT ? sinc(x) * sinc(x / LANCZOS_SUPPORT) : 0;
        };
    }

    private static double cubic(double t) {
        if (t < 1) {
            return ((CUBIC_A + 2) * t - (CUBIC_A + 3)) * t * t + 1;
        }
        return t < 2 ? (((t - 5) * t + 8) * t - 4) * CUBIC_A : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
    }
}
