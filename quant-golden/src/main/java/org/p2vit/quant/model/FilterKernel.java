// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/**
 * The weight of a sample by its distance from the sought point, as Pillow's {@code Resample.c} defines it for each filter that
 * weighs samples; for images, and for position embeddings, which are resized like images.
 *
 * <p>Along one axis, from n to m samples, with {@code scale = n / m}, {@code stretch = max(scale, 1)} and the support s and
 * weight K of the filter:
 *
 * <ul>
 *   <li>output i is centred at {@code c = (i + 0.5) * scale} and uses the inputs from {@code trunc(c - s stretch + 0.5)}
 *       to {@code trunc(c + s stretch + 0.5)}, exclusive, within the image
 *   <li>input j has the weight {@code K((j - c + 0.5) / stretch)}; weights are divided by their sum
 * </ul>
 *
 * <p>Every operation and their order are fixed by {@code doc/preprocessing.md}, so that a host in another language finds the same
 * bits; the sine is therefore {@link #sinPi} and none of a library.
 */
public final class FilterKernel {
    private static final double CUBIC_A = -0.5;
    private static final double LANCZOS_SUPPORT = 3;
    /** Pillow has these two in single precision. */
    private static final double HAMMING_MEAN = 0.54f;

    private static final double HAMMING_SWING = 0.46f;

    /** Twice the terms of the sine's series behind the first: what is left out is below 2^-59. */
    private static final int SINE_TERMS = 20;

    private FilterKernel() {}

    /** The weights of one output sample, whose sum is 1: those of inputs {@code first}, {@code first + 1}, … */
    public record Taps(int first, double[] weights) {}

    /** The weights of output {@code output} of {@code outputs} made of {@code inputs}. */
    public static Taps taps(ResizeFilter filter, int inputs, int outputs, int output) {
        double scale = (double) inputs / outputs;
        double stretch = Math.max(scale, 1);
        double support = support(filter) * stretch;
        double centre = (output + 0.5) * scale;
        int first = Math.max(0, (int) (centre - support + 0.5));
        int end = Math.min(inputs, (int) (centre + support + 0.5));
        double[] weights = new double[end - first];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            weights[j] = weight(filter, (first + j - centre + 0.5) * (1 / stretch));
            sum += weights[j];
        }
        for (int j = 0; j < weights.length; j++) {
            weights[j] /= sum;
        }
        return new Taps(first, weights);
    }

    /** The distance from which on the weight is zero. */
    private static double support(ResizeFilter filter) {
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("nearest weighs nothing");
            case BOX -> 0.5;
            case BILINEAR, HAMMING -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> LANCZOS_SUPPORT;
        };
    }

    /** @param x distance in samples, of the larger spacing of the two images */
    public static double weight(ResizeFilter filter, double x) {
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("nearest weighs nothing");
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - Math.abs(x));
            case HAMMING -> Math.abs(x) < 1 ? sinc(x) * (HAMMING_MEAN + HAMMING_SWING * sinPi(x + 0.5)) : 0;
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
        return x == 0 ? 1 : sinPi(x) / (x * Math.PI);
    }

    /** sin(πx): the series of the sine around the nearest whole number, from its last term to its first. */
    static double sinPi(double x) {
        double nearest = Math.floor(x + 0.5);
        double angle = (x - nearest) * Math.PI;
        double square = angle * angle;
        double series = 1;
        for (int n = SINE_TERMS; n > 0; n -= 2) {
            series = 1 - square * series / (n * (n + 1));
        }
        double sine = angle * series;
        return nearest % 2 == 0 ? sine : -sine;
    }
}
