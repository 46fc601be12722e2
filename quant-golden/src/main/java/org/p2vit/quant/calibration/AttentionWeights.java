// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.spec.NumericContract;

/** The weights that contract §5 gives to a row of attention probabilities: as A·V uses them, divided by their sum where it does so. */
final class AttentionWeights {
    private static final float SQRT_2 = (float) Math.sqrt(2);

    private AttentionWeights() {}

    /** The {@code count} probabilities from {@code from} on, a whole row, as they are coded. */
    static float[] coded(AttentionCoding coding, float[] probabilities, int from, int count) {
        float[] weights = new float[count];
        int scale = coding == AttentionCoding.UNIFORM ? scale(probabilities, from, count) : 0;
        for (int j = 0; j < count; j++) {
            float probability = probabilities[from + j];
            weights[j] = coding == AttentionCoding.UNIFORM ? uniform(probability, scale) : logarithmic(probability);
        }
        if (coding.dividesBySum()) {
            double sum = 0;
            for (float weight : weights) {
                sum += weight;
            }
            for (int j = 0; j < count; j++) {
                weights[j] = (float) (weights[j] / sum);
            }
        }
        return weights;
    }

    /** The weights of the {@code count} codes from {@code from} on, a whole row; {@code scale} is a of the row with uniform weights. */
    static double[] values(AttentionCoding coding, byte[] codes, int from, int count, int scale) {
        double[] weights = new double[count];
        double sum = 0;
        for (int j = 0; j < count; j++) {
            weights[j] = value(coding, codes[from + j], scale);
            sum += weights[j];
        }
        for (int j = 0; j < count && coding.dividesBySum(); j++) {
            weights[j] /= sum;
        }
        return weights;
    }

    private static double value(AttentionCoding coding, int code, int scale) {
        if (coding == AttentionCoding.UNIFORM) {
            return Math.scalb((double) code, -NumericContract.UNIFORM_FRACTION_BITS - scale);
        }
        return code == NumericContract.SOFTMAX_ZERO_CODE ? 0 : Math.scalb(1.0, -code);
    }

    /** The nearest 2^−c by logarithm, 0 from c = 15 on. */
    private static float logarithmic(float probability) {
        int code = -Math.getExponent(probability * SQRT_2);
        return code >= NumericContract.SOFTMAX_ZERO_CODE ? 0 : Math.scalb(1f, -code);
    }

    private static float uniform(float probability, int scale) {
        int bits = NumericContract.UNIFORM_FRACTION_BITS + scale;
        double code = Math.min(NumericContract.INT8_MAX, Math.rint(Math.scalb((double) probability, bits)));
        return (float) Math.scalb(code, -bits);
    }

    /** a: the greatest of the powers behind the probabilities is 1, so their sum is one over the greatest probability. */
    private static int scale(float[] probabilities, int from, int count) {
        float greatest = 0;
        for (int j = 0; j < count; j++) {
            greatest = Math.max(greatest, probabilities[from + j]);
        }
        return Math.max(0, Math.getExponent(1 / greatest));
    }
}
