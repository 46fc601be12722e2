// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.spec.NumericContract;

/** The weights that contract §5 gives to a row of attention probabilities, as A·V uses them: divided by their sum. */
public final class AttentionWeights {
    private static final float SQRT_2 = (float) Math.sqrt(2);

    private AttentionWeights() {}

    /**
     * The {@code count} probabilities from {@code from} on, a whole row, as they are coded.
     *
     * @param constant how many of them, the first ones, are of constant tokens
     */
    public static float[] coded(AttentionCoding coding, float[] probabilities, int from, int count, int constant) {
        float greatest = 0;
        for (int j = 0; j < count; j++) {
            greatest = Math.max(greatest, probabilities[from + j]);
        }
        float[] weights = new float[count];
        double sum = 0;
        for (int j = 0; j < count; j++) {
            float ratio = probabilities[from + j] / greatest;
            weights[j] = coding == AttentionCoding.UNIFORM
                    ? uniform(ratio, UniformSoftmaxKernel.dither(j, count, constant))
                    : logarithmic(ratio);
            sum += weights[j];
        }
        for (int j = 0; j < count; j++) {
            weights[j] = (float) (weights[j] / sum);
        }
        return weights;
    }

    /** The weights of the {@code count} codes from {@code from} on, a whole row. */
    public static double[] values(AttentionCoding coding, byte[] codes, int from, int count) {
        double[] weights = new double[count];
        double sum = 0;
        for (int j = 0; j < count; j++) {
            weights[j] =
                    coding == AttentionCoding.UNIFORM ? Byte.toUnsignedInt(codes[from + j]) : power(codes[from + j]);
            sum += weights[j];
        }
        for (int j = 0; j < count; j++) {
            weights[j] /= sum;
        }
        return weights;
    }

    private static float uniform(float ratio, int dither) {
        return (float) Math.floor(
                NumericContract.UNIFORM_MAX * ratio + Math.scalb((double) dither, -NumericContract.UNIFORM_SHIFT));
    }

    /** The nearest 2^−c by logarithm, 0 from c = 15 on. */
    private static float logarithmic(float ratio) {
        return (float) power(-Math.getExponent(ratio * SQRT_2));
    }

    private static double power(int code) {
        return code >= NumericContract.SOFTMAX_ZERO_CODE ? 0 : Math.scalb(1.0, -code);
    }
}
