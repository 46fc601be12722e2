// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.options;

/**
 * How a power-of-two scale is found. The rounding forms take the scale 2·max|x| / (2^bits − 1) and round its logarithm;
 * they are what P²-ViT compares its adaptive form with.
 */
public enum ScaleRounding {
    /** By the least error that the exponents around the scale cause. */
    ADAPTIVE,
    /** log2 of the scale to the nearest integer. */
    NEAREST,
    /** log2 of the scale, rounded down: large values are clipped. */
    FLOOR,
    /** log2 of the scale, rounded up: no value is clipped. */
    CEIL;

    private static final double SQRT_HALF = Math.sqrt(0.5);

    /**
     * Exponent for values up to {@code greatest}, without looking at errors ({@code ADAPTIVE} gives that of {@code
     * FLOOR}, where its search begins); 0 if all values are zero.
     */
    public int exponent(double greatest, int bits) {
        double scale = greatest / ((1 << (bits - 1)) - 0.5);
        if (scale < Double.MIN_NORMAL) {
            return 0;
        }
        int floor = Math.getExponent(scale);
        double mantissa = Math.scalb(scale, -floor);
        return switch (this) {
            case ADAPTIVE, FLOOR -> floor;
            case NEAREST -> mantissa * SQRT_HALF < 1 ? floor : floor + 1;
            case CEIL -> mantissa == 1 ? floor : floor + 1;
        };
    }
}
