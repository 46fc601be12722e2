// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.Random;

/** Numbers from least to greatest in one of several hard ways, which is drawn once. */
final class HardWords {
    private enum Way {
        LEAST,
        GREATEST,
        ALTERNATING,
        ENDS,
        ZERO,
        COARSE,
        SMALL,
        ANY
    }

    private final Random random;
    private final long least;
    private final long greatest;
    private final Way way;
    private final long step;

    HardWords(Random random, long least, long greatest) {
        this.random = random;
        this.least = least;
        this.greatest = greatest;
        this.way = Way.values()[random.nextInt(Way.values().length)];
        this.step = 1L << random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(greatest - least));
    }

    BigInteger word(int index) {
        long word =
                switch (way) {
                    case LEAST -> least;
                    case GREATEST -> greatest;
                    case ALTERNATING -> index % 2 == 0 ? least : greatest;
                    case ENDS -> random.nextBoolean() ? least : greatest;
                    case ZERO -> 0;
                    case COARSE -> any() / step * step;
                    case SMALL -> random.nextLong(-2, 3);
                    case ANY -> any();
                };
        return BigInteger.valueOf(Math.max(least, Math.min(greatest, word)));
    }

    private long any() {
        return random.nextLong(least, greatest + 1);
    }
}
