// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of one residual stream (contract §3): channel c has {@code common + factor[c]}.
 *
 * @param factor k[c], 0 … 6
 */
public record StreamExponents(int common, byte[] factor) {
    /** @param errors one group per channel */
    public static StreamExponents choose(RoundingErrors errors, QuantizerOptions options) {
        if (!options.has(Technique.STREAM_FACTORS)) {
            int common = errors.together().exponent(0, options.rounding());
            return new StreamExponents(common, new byte[errors.groups()]);
        }
        return options.rounding() == ScaleRounding.ADAPTIVE
                ? ofLeastError(errors)
                : rounded(errors.exponents(options.rounding()));
    }

    /** The greatest exponent has the greatest factor, so that no channel is clipped more than its rounding asks for. */
    private static StreamExponents rounded(int[] exponents) {
        int greatest = IntStream.of(exponents).max().orElseThrow();
        int least = IntStream.of(exponents).min().orElseThrow();
        int common = Math.max(least, greatest - NumericContract.MAX_CHANNEL_FACTOR);
        byte[] factor = new byte[exponents.length];
        for (int c = 0; c < factor.length; c++) {
            factor[c] = (byte) Math.max(0, exponents[c] - common);
        }
        return new StreamExponents(common, factor);
    }

    /** Common exponent and factors with the least sum of squared errors; among equals the coarsest common one. */
    private static StreamExponents ofLeastError(RoundingErrors errors) {
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

    public int[] perChannel() {
        int[] exponents = new int[factor.length];
        for (int c = 0; c < exponents.length; c++) {
            exponents[c] = common + factor[c];
        }
        return exponents;
    }
}
