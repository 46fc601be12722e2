// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of one residual stream (contract §3): channel c has {@code common + factor[c]}.
 *
 * @param factor k[c], 0 … 6
 */
public record StreamExponents(int common, byte[] factor) {
    /** What e_y − e_r may be at least, and at most, for the shift of a residual. */
    private static final int LEAST_STEP = -NumericContract.RESIDUAL_SHIFT_BASE;

    private static final int GREATEST_STEP = NumericContract.MAX_RESIDUAL_SHIFT - NumericContract.RESIDUAL_SHIFT_BASE;

    /**
     * The first stream.
     *
     * @param errors one group per channel
     */
    public static StreamExponents choose(RoundingErrors errors, QuantizerOptions options) {
        int[] any = new int[errors.groups()];
        return choose(errors, options, any, Exponents.MIN, Exponents.MAX);
    }

    /** A stream that another one is added to, at exponents within the reach of the residual's shift (contract §2). */
    public static StreamExponents choose(RoundingErrors errors, QuantizerOptions options, StreamExponents before) {
        return choose(errors, options, before.perChannel(), LEAST_STEP, GREATEST_STEP);
    }

    private static StreamExponents choose(
            RoundingErrors errors, QuantizerOptions options, int[] before, int least, int greatest) {
        if (!options.has(Technique.STREAM_FACTORS)) {
            int common = errors.together().exponent(0, options.rounding());
            int from = IntStream.of(before).max().orElseThrow() + least;
            int to = IntStream.of(before).min().orElseThrow() + greatest;
            return new StreamExponents(clipped(common, from, to), new byte[errors.groups()]);
        }
        if (options.rounding() == ScaleRounding.ADAPTIVE) {
            return ofLeastError(errors, before, least, greatest);
        }
        int[] exponents = errors.exponents(options.rounding());
        Arrays.setAll(exponents, c -> clipped(exponents[c], before[c] + least, before[c] + greatest));
        return rounded(exponents);
    }

    private static int clipped(int exponent, int least, int greatest) {
        return Math.max(least, Math.min(greatest, exponent));
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
    private static StreamExponents ofLeastError(RoundingErrors errors, int[] before, int from, int to) {
        StreamExponents best = null;
        double least = Double.POSITIVE_INFINITY;
        int last = RoundingErrors.GREATEST - NumericContract.MAX_CHANNEL_FACTOR;
        for (int common = RoundingErrors.LEAST; common <= last; common++) {
            byte[] factor = new byte[errors.groups()];
            double sum = 0;
            boolean reached = true;
            for (int c = 0; c < factor.length && reached; c++) {
                int fewest = Math.max(0, before[c] + from - common);
                int most = Math.min(NumericContract.MAX_CHANNEL_FACTOR, before[c] + to - common);
                reached = fewest <= most;
                if (reached) {
                    factor[c] = factor(errors, c, common, fewest, most);
                    sum += errors.error(c, common + factor[c]);
                }
            }
            if (reached && sum <= least) {
                least = sum;
                best = new StreamExponents(common, factor);
            }
        }
        return best;
    }

    private static byte factor(RoundingErrors errors, int channel, int common, int least, int greatest) {
        int best = least;
        for (int k = least + 1; k <= greatest; k++) {
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
