// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.stream.IntStream;

/** Weights of one output as codes with an exponent. */
record WeightRow(byte[] codes, int exponent) {
    /** Exponents tried, relative to ⌊log2 of the scale that just holds the greatest weight⌋. */
    private static final int FIRST = -1;

    private static final int LAST = 2;

    /**
     * Adaptive rounding, P²-ViT's criterion: of the exponents around that of the greatest weight, the one with the least
     * error of the layer's output, apart from a constant that the bias takes.
     *
     * @param scaled weights as the input needs them
     * @param exponents candidates
     */
    static WeightRow choose(float[] scaled, LayerInput input, int bits, int[] exponents) {
        WeightRow best = null;
        double leastError = Double.POSITIVE_INFINITY;
        for (int exponent : exponents) {
            WeightRow row = of(scaled, exponent, bits);
            double error = row.outputError(scaled, input);
            if (error < leastError) {
                leastError = error;
                best = row;
            }
        }
        return best;
    }

    static WeightRow of(float[] scaled, int exponent, int bits) {
        return new WeightRow(codes(scaled, exponent, bits), exponent);
    }

    /** Exponents worth trying for weights up to a greatest one; one unless adaptive. */
    static int[] candidates(double greatest, int bits, ScaleRounding rounding) {
        int base = rounding.exponent(greatest, bits);
        return rounding == ScaleRounding.ADAPTIVE
                ? IntStream.rangeClosed(base + FIRST, base + LAST).toArray()
                : new int[] {base};
    }

    /** Squared error of the output on the samples, apart from a constant. */
    double outputError(float[] scaled, LayerInput input) {
        float[] sums = new float[input.columns()[0].length];
        ColumnSums.add(sums, input.columns(), difference(scaled), 1);
        return ColumnSums.deviations(sums);
    }

    /** A quick choice: the exponent with the least error of the weights themselves. */
    static WeightRow nearest(float[] scaled, int bits) {
        int base = ScaleRounding.FLOOR.exponent(greatest(scaled), bits);
        WeightRow fine = new WeightRow(codes(scaled, base, bits), base);
        WeightRow coarse = new WeightRow(codes(scaled, base + 1, bits), base + 1);
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

    private float[] difference(float[] weights) {
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

    private static byte[] codes(float[] weights, int exponent, int bits) {
        int limit = 1 << (bits - 1);
        byte[] codes = new byte[weights.length];
        for (int k = 0; k < weights.length; k++) {
            double rounded = Math.floor(Math.scalb((double) weights[k], -exponent) + 0.5);
            codes[k] = (byte) Math.max(-limit, Math.min(limit - 1, rounded));
        }
        return codes;
    }
}
