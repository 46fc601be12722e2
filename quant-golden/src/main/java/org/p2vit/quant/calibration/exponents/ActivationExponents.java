// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.ActivationStatistics;
import org.p2vit.quant.calibration.statistics.QueryScale;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of the outputs of q, k, v and of the logits of one block, each by adaptive rounding with the least
 * squared error of its own tensor; those of q and k by that of their product if they may differ by channel.
 *
 * @param value if all channels have the same
 * @param logits one per head
 */
public record ActivationExponents(QueryKeyExponents queryKey, int value, int[] logits) {
    public static ActivationExponents choose(
            VitShape shape, ActivationStatistics statistics, String block, QuantizerOptions options) {
        ScaleRounding rounding = options.rounding();
        int scaleShift = QueryScale.of(shape).shift();
        // No shift of §4 or §5.1 may be negative; only queries or keys that are all zero come near this limit.
        int softmaxShiftBase = options.attention().softmaxShiftBase();
        int limit = Math.min(RoundingErrors.GREATEST, (softmaxShiftBase + scaleShift) / 2);
        QueryKeyExponents queryKey = options.perChannel(Technique.QUERY_KEY_BALANCE)
                ? QueryKeyExponents.balanced(
                        QueryScale.of(shape).times(statistics.rows(block + "q")),
                        statistics.rows(block + "k"),
                        2 * limit)
                : QueryKeyExponents.uniform(
                        shape,
                        Math.min(limit, statistics.exponent(block + "q", rounding)),
                        Math.min(limit, statistics.exponent(block + "k", rounding)));
        int[] logits = statistics.errors(block + "attn_logits").exponents(rounding);
        // And none beyond 31: logits that need finer steps are as good as equal.
        int least = Math.max(queryKey.sum() - scaleShift, softmaxShiftBase - NumericContract.MAX_SHIFT);
        int greatest = Math.min(softmaxShiftBase, queryKey.sum() - scaleShift + NumericContract.MAX_SHIFT);
        for (int head = 0; head < logits.length; head++) {
            logits[head] = Math.max(least, Math.min(greatest, logits[head]));
        }
        return new ActivationExponents(
                queryKey, RoundingErrors.of(statistics.rows(block + "v")).exponent(0, rounding), logits);
    }
}
