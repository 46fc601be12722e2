// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import org.p2vit.quant.spec.NumericContract;

/**
 * What the codes of attention logits do to the weights that softmax makes of them. An error of a logit counts by the weight that it
 * changes: those far below the greatest of their row have none, so they may be clipped.
 */
final class SoftmaxErrors {
    /** e^(−d·2^exponent) by exponent and difference d of two codes. */
    private static final double[][] POWERS = powers();

    private SoftmaxErrors() {}

    /**
     * Adds a row to the errors of a group: Σ (stored weight − weight)².
     *
     * @param logits hold the row from index {@code from}
     * @param weights softmax of the logits, likewise
     */
    static void add(RoundingErrors errors, int group, float[] logits, float[] weights, int from, int count) {
        float greatest = logits[from];
        float magnitude = 0;
        for (int j = from; j < from + count; j++) {
            greatest = Math.max(greatest, logits[j]);
            magnitude = Math.max(magnitude, Math.abs(logits[j]));
        }
        double[] powers = new double[count];
        for (int exponent = RoundingErrors.LEAST; exponent <= RoundingErrors.GREATEST; exponent++) {
            float inverse = Math.scalb(1f, -exponent);
            double[] power = POWERS[exponent - RoundingErrors.LEAST];
            int top = code(greatest * inverse);
            double sum = 0;
            for (int j = 0; j < count; j++) {
                powers[j] = power[top - code(logits[from + j] * inverse)];
                sum += powers[j];
            }
            double error = 0;
            for (int j = 0; j < count; j++) {
                double difference = powers[j] / sum - weights[from + j];
                error += difference * difference;
            }
            errors.add(group, exponent, error, magnitude);
        }
    }

    private static int code(float scaled) {
        return (int) RoundingErrors.code(scaled);
    }

    private static double[][] powers() {
        int codes = NumericContract.INT8_MAX - NumericContract.INT8_MIN + 1;
        double[][] powers = new double[RoundingErrors.GREATEST - RoundingErrors.LEAST + 1][codes];
        for (int e = 0; e < powers.length; e++) {
            for (int d = 0; d < codes; d++) {
                powers[e][d] = StrictMath.exp(-Math.scalb((double) d, RoundingErrors.LEAST + e));
            }
        }
        return powers;
    }
}
