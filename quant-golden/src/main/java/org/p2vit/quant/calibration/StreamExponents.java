// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of one residual stream (contract §3): channel c has {@code common + factor[c]}.
 *
 * @param factor k[c], 0 … 7
 */
record StreamExponents(int common, byte[] factor) {
    /** Common exponent and factors with the least sum of squared errors; among equals the coarsest common one. */
    static StreamExponents choose(RoundingErrors errors) {
        StreamExponents best = null;
        double least = Double.POSITIVE_INFINITY;
        int last = RoundingErrors.GREATEST - NumericContract.MAX_CHANNEL_FACTOR;
        for (int common = RoundingErrors.LEAST; common <= last; common++) {
            byte[] factor = new byte[errors.groups()];
            double sum = 0;
            for (int c = 0; c < factor.length; c++) {
                factor[c] = factor(errors, c, common);
                sum += errors.error(c, common + factor[c]);
            }
            if (sum <= least) {
                least = sum;
                best = new StreamExponents(common, factor);
            }
        }
        return best;
    }

    private static byte factor(RoundingErrors errors, int channel, int common) {
        int best = 0;
        for (int k = 1; k <= NumericContract.MAX_CHANNEL_FACTOR; k++) {
            if (errors.error(channel, common + k) < errors.error(channel, common + best)) {
                best = k;
            }
        }
        return (byte) best;
    }

    int[] perChannel() {
        int[] exponents = new int[factor.length];
        for (int c = 0; c < exponents.length; c++) {
            exponents[c] = common + factor[c];
        }
        return exponents;
    }
}
