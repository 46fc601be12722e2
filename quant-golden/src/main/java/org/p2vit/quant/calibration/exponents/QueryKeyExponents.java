// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.VitShape;

/**
 * Exponents of q and k by channel. Where one is stored finer and the other as much coarser their product keeps its exponent,
 * so the balance between the two is free, channel by channel.
 */
public record QueryKeyExponents(int[] query, int[] key) {
    /** How far a channel may be from the exponent that suits the whole tensor. */
    private static final int FARTHEST = 4;

    /** All channels alike. */
    static QueryKeyExponents uniform(VitShape shape, int query, int key) {
        int[] queries = new int[shape.dim()];
        int[] keys = new int[shape.dim()];
        Arrays.fill(queries, query);
        Arrays.fill(keys, key);
        return new QueryKeyExponents(queries, keys);
    }

    /**
     * The exponents with the least squared error of q·kᵀ, rounding errors of both being independent of each other.
     *
     * @param queries sample rows as they are stored
     * @param keys sample rows
     * @param greatestSum of the exponents of a channel
     */
    static QueryKeyExponents balanced(List<float[]> queries, List<float[]> keys, int greatestSum) {
        ChannelErrors query = ChannelErrors.of(queries);
        ChannelErrors key = ChannelErrors.of(keys);
        QueryKeyExponents best = null;
        double least = Double.POSITIVE_INFINITY;
        int common = query.common() + key.common();
        for (int sum = Math.min(greatestSum, common - FARTHEST);
                sum <= Math.min(greatestSum, common + FARTHEST);
                sum++) {
            int[] split = new int[query.channels()];
            double error = 0;
            for (int c = 0; c < split.length; c++) {
                split[c] = split(query, key, c, sum);
                error += error(query, key, c, split[c], sum);
            }
            if (error <= least) {
                least = error;
                int both = sum;
                best = new QueryKeyExponents(
                        split,
                        Arrays.stream(split).map(exponent -> both - exponent).toArray());
            }
        }
        return best;
    }

    /** What the exponents of a channel sum to, the same for all channels. */
    public int sum() {
        return query[0] + key[0];
    }

    /** Exponent of a channel of q with the least error. */
    private static int split(ChannelErrors query, ChannelErrors key, int channel, int sum) {
        int centre = Math.floorDiv(query.common() + sum - key.common(), 2);
        int from = Math.max(RoundingErrors.LEAST, Math.max(centre - FARTHEST, sum - RoundingErrors.GREATEST));
        int to = Math.min(RoundingErrors.GREATEST, Math.min(centre + FARTHEST, sum - RoundingErrors.LEAST));
        int best = Math.max(from, Math.min(to, centre));
        for (int exponent = from; exponent <= to; exponent++) {
            if (error(query, key, channel, exponent, sum) < error(query, key, channel, best, sum)) {
                best = exponent;
            }
        }
        return best;
    }

    private static double error(ChannelErrors query, ChannelErrors key, int channel, int exponent, int sum) {
        return query.error(channel, exponent) * key.power(channel)
                + key.error(channel, sum - exponent) * query.power(channel);
    }
}
