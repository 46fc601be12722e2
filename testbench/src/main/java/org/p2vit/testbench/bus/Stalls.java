// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.SplittableRandom;

/** Seeded decisions whether a side of a handshake pauses in this cycle. */
public final class Stalls {
    private final SplittableRandom random;
    private final int percent;

    /** @param percent of cycles that pause, 0 to 99 */
    public Stalls(long seed, int percent) {
        requirePercent(percent);
        this.random = new SplittableRandom(seed);
        this.percent = percent;
    }

    /** Never pauses. */
    public static Stalls none() {
        return new Stalls(0, 0);
    }

    static void requirePercent(int percent) {
        if (percent < 0 || percent > 99) {
            throw new IllegalArgumentException("a stall of " + percent + " percent is not in 0 .. 99");
        }
    }

    public boolean pause() {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
