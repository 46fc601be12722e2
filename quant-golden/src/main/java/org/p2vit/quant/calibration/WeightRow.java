// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

/**
 * Weights of one output as codes with an exponent, chosen by adaptive rounding: of the exponents around that of the
 * greatest weight, the one with the least error of the layer's output (P²-ViT's criterion).
 *
 * @param biasChange to be added to the bias so that weights and input, both quantized, give the float mean
 */
record WeightRow(byte[] codes, int exponent, double biasChange) {
    /** Exponents tried, relative to ⌊log2 of the scale that just holds the greatest weight⌋. */
    private static final int FIRST = -1;

    private static final int LAST = 2;

    /**
     * @param least least exponent allowed
     * @param greatest greatest exponent allowed
     */
    static WeightRow choose(float[] weights, LayerInput input, int bits, int least, int greatest) {
        int base = exponentOfGreatest(weights, bits);
        WeightRow best = null;
        double leastError = Double.POSITIVE_INFINITY;
        float[] difference = new float[weights.length];
        for (int candidate = base + FIRST; candidate <= base + LAST; candidate++) {
            int exponent = Math.max(least, Math.min(greatest, candidate));
            if (best != null && exponent == best.exponent) {
                continue;
            }
            byte[] codes = codes(weights, exponent, bits);
            for (int k = 0; k < weights.length; k++) {
                difference[k] = weights[k] - Math.scalb((float) codes[k], exponent);
            }
            double error = input.outputError(difference);
            if (error < leastError) {
                leastError = error;
                best = new WeightRow(codes, exponent, biasChange(weights, difference, input));
            }
        }
        return best;
    }

    /** ⌊log2(max|w| / (2^(bits−1) − ½))⌋; 0 for weights that are all zero. */
    private static int exponentOfGreatest(float[] weights, int bits) {
        float greatest = 0;
        for (float weight : weights) {
            greatest = Math.max(greatest, Math.abs(weight));
        }
        return greatest == 0 ? 0 : Math.getExponent(greatest / ((1 << (bits - 1)) - 0.5));
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

    /** Mean of Σ w·x − ŵ·x̂ = Σ (w − ŵ)·x̂ − w·(x̂ − x). */
    private static double biasChange(float[] weights, float[] difference, LayerInput input) {
        double change = 0;
        for (int k = 0; k < weights.length; k++) {
            double quantizedMean = input.mean()[k] + input.meanChange()[k];
            change += difference[k] * quantizedMean - weights[k] * input.meanChange()[k];
        }
        return change;
    }
}
