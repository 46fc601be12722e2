// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.p2vit.quant.spec.NumericContract;

/**
 * The residual streams of a random network: how large each channel is and what exponent each stream has. Blocks of channels differ
 * by powers of two, so that their words have all exponents k, and exponents of streams go up and down as far as shifts of
 * residuals allow.
 *
 * @param sizes powers of two by channel, relative to the smallest
 * @param exponents of the streams in the order of {@link Exponents#stream()}
 */
record RandomStreams(int[] sizes, int[] exponents) {
    /** With the exponent of its smallest block, the greatest has k = 5 or 6. */
    private static final int GREATEST_SIZE = 7;
    /** One channel in so many is smaller than its block, by so many powers of two. */
    private static final int ODD_CHANNELS = 8;

    private static final int LAG = 3;
    /** What a residual shift may add to an exponent, and take from it. */
    private static final int GREATEST_STEP = NumericContract.MAX_RESIDUAL_SHIFT - NumericContract.RESIDUAL_SHIFT_BASE;
    /** The first stream is coarser than it need be by less than this, and of so many fine streams one is followed by a coarse one. */
    private static final int RISES = 3;

    /**
     * @param exponent of the smallest channels' values
     * @param growth by how many powers of two each stream is larger than the first
     */
    static RandomStreams of(Random random, int dim, int exponent, int[] growth) {
        return new RandomStreams(sizes(random, dim), exponents(random, exponent, growth));
    }

    private static int[] sizes(Random random, int dim) {
        List<Integer> blocks = new ArrayList<>();
        for (int from = 0; from < dim; from += NumericContract.EXPONENT_BLOCK) {
            blocks.add(GREATEST_SIZE - blocks.size() % (GREATEST_SIZE + 1));
        }
        Collections.shuffle(blocks, random);
        int[] sizes = new int[dim];
        for (int c = 0; c < dim; c++) {
            int size = blocks.get(c / NumericContract.EXPONENT_BLOCK);
            sizes[c] = random.nextInt(ODD_CHANNELS) == 0 ? Math.max(0, size - LAG) : size;
        }
        return sizes;
    }

    /** Coarser than the values need by 0 … 8: down by one from stream to stream, and up at once. */
    private static int[] exponents(Random random, int exponent, int[] growth) {
        int[] exponents = new int[growth.length];
        int coarser = random.nextInt(RISES);
        exponents[0] = exponent + growth[0] + coarser;
        for (int i = 1; i < exponents.length; i++) {
            boolean rises = coarser == 0 && random.nextInt(RISES) == 0;
            coarser = rises ? 1 + random.nextInt(GREATEST_STEP) : Math.max(0, coarser - 1);
            exponents[i] = Math.min(exponents[i - 1] + GREATEST_STEP, exponent + growth[i] + coarser);
        }
        return exponents;
    }

    /** Standard deviation of a channel behind a LayerNorm with gains of 1, which takes the mean of the token from it. */
    double normalized(int channel) {
        double sum = 0;
        for (int size : sizes) {
            sum += Math.scalb(1.0, 2 * size);
        }
        double mean = sum / sizes.length;
        return Math.sqrt((Math.scalb(1.0, 2 * sizes[channel]) + mean / sizes.length) / mean);
    }
}
