// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.statistics.ColumnSums;

/** Weights of one output as codes with an exponent; those of 4 bits are multiples of 16 (contract §2). */
record WeightRow(byte[] codes, int exponent) {
    /** Exponents tried, relative to ⌊log2 of the scale that just holds the greatest weight⌋. */
    private static final int FIRST = -1;

    private static final int LAST = 2;

    /** Each weight at its nearest code. */
    static WeightRow of(float[] weights, int exponent, int bits) {
        byte[] codes = new byte[weights.length];
        for (int k = 0; k < weights.length; k++) {
            codes[k] = code(Math.scalb((double) weights[k], -exponent), bits);
        }
        return new WeightRow(codes, exponent);
    }

    /** The code nearest to a weight in units of its exponent. */
    static byte code(double scaled, int bits) {
        int limit = 1 << (bits - 1);
        int unit = 1 << idleBits(bits);
        return (byte) (unit * Math.max(-limit, Math.min(limit - 1, Math.floor(scaled / unit + 0.5))));
    }

    /** Bits of a code that are always 0. */
    private static int idleBits(int bits) {
        return Byte.SIZE - bits;
    }

    /**
     * P²-ViT's candidates for weights up to a greatest one: the exponents around that which just holds it; one unless
     * adaptive.
     */
    static int[] candidates(double greatest, int bits, ScaleRounding rounding) {
        int base = rounding.exponent(greatest, bits) - idleBits(bits);
        return rounding == ScaleRounding.ADAPTIVE
                ? IntStream.rangeClosed(base + FIRST, base + LAST).toArray()
                : new int[] {base};
    }

    /** A quick choice: the exponent with the least error of the weights themselves. */
    static WeightRow nearest(float[] scaled, int bits) {
        int base = ScaleRounding.FLOOR.exponent(greatest(scaled), bits) - idleBits(bits);
        WeightRow fine = of(scaled, base, bits);
        WeightRow coarse = of(scaled, base + 1, bits);
        double fineError = ColumnSums.squares(fine.difference(scaled));
        return fineError < ColumnSums.squares(coarse.difference(scaled)) ? fine : coarse;
    }

    /** The weights that the codes stand for. */
    float[] values() {
        float[] values = new float[codes.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.scalb((float) codes[k], exponent);
        }
        return values;
    }

    /** What the codes lack of some weights. */
    float[] difference(float[] weights) {
        float[] difference = values();
        for (int k = 0; k < difference.length; k++) {
            difference[k] = weights[k] - difference[k];
        }
        return difference;
    }

    /** Greatest absolute value. */
    static float greatest(float[] weights) {
        float greatest = 0;
        for (float weight : weights) {
            greatest = Math.max(greatest, Math.abs(weight));
        }
        return greatest;
    }
}
