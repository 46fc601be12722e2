// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;

/**
 * Rounds the weights of one output so that the errors of the roundings cancel in the output, as OBQ and GPTQ do: weights
 * are rounded one after another, each where the output wants it after the errors made so far (the nearest-plane
 * algorithm on the factor of the second moments); then single codes are changed as long as that helps. Pruned weights stay 0.
 */
final class CompensatedRounding {
    private static final int PASSES = 3;

    private final SecondMoments moments;
    private final Pruning.Target target;
    private final int bits;

    CompensatedRounding(SecondMoments moments, Pruning.Target target, int bits) {
        this.moments = moments;
        this.target = target;
        this.bits = bits;
    }

    /** One weight after another, those of inputs with large second moments first. */
    WeightRow round(int exponent) {
        int[] order = target.order();
        float[] weights = target.ideal();
        double[] pending = new double[order.length];
        byte[] codes = new byte[weights.length];
        for (int i = order.length - 1; i >= 0; i--) {
            double[] factor = target.factor()[i];
            int k = order[i];
            codes[k] = WeightRow.code(Math.scalb(weights[k] - pending[i] / factor[i], -exponent), bits);
            double error = Math.scalb((double) codes[k], exponent) - weights[k];
            for (int j = 0; j < i; j++) {
                pending[j] += factor[j] * error;
            }
        }
        return new WeightRow(codes, exponent);
    }

    /** Changes codes one by one where that lessens the squared error of the output. */
    WeightRow improved(WeightRow row) {
        byte[] codes = row.codes().clone();
        int[] changeable = Arrays.stream(target.order()).sorted().toArray();
        float[] slope = moments.times(row.difference(target.wanted()));
        double step = Math.scalb(1.0, row.exponent());
        int changes = 1;
        for (int pass = 0; pass < PASSES && changes > 0; pass++) {
            changes = 0;
            for (int k : changeable) {
                float[] products = moments.products(k);
                byte code = WeightRow.code(codes[k] + slope[k] / (products[k] * step), bits);
                if (code != codes[k]) {
                    float change = (float) ((code - codes[k]) * step);
                    for (int j = 0; j < slope.length; j++) {
                        slope[j] -= change * products[j];
                    }
                    codes[k] = code;
                    changes++;
                }
            }
        }
        return new WeightRow(codes, row.exponent());
    }
}
