// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The rows that are taken of an image's tensors: the same for all tensors with as many rows. */
record RowSample(long seed, int image) {
    /** Rows per image; the first is the class token, which all logits go through. */
    static final int ROWS = 96;

    /** Indices of the rows; all of them if there are few. */
    int[] of(int rows) {
        if (rows <= ROWS) {
            return IntStream.range(0, rows).toArray();
        }
        SplittableRandom random = random("rows");
        return IntStream.range(0, ROWS)
                .map(i -> i == 0 ? 0 : random.nextInt(rows))
                .toArray();
    }

    /** Random numbers that depend on seed, image and a name. */
    SplittableRandom random(String name) {
        return new SplittableRandom((seed * 1_000_003 + image) * 31 + name.hashCode());
    }
}
