// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.Locale;

/**
 * How much of something was reached.
 *
 * @param reached of them
 * @param waived not reached, and need not be
 * @param all waived ones included
 */
public record Share(long reached, long waived, long all) {
    public static final Share NONE = new Share(0, 0, 0);

    public Share plus(Share other) {
        return new Share(reached + other.reached, waived + other.waived, all + other.all);
    }

    /** Reached of those that are not waived; 100 if there are none. */
    public double percent() {
        return all == waived ? 100 : 100.0 * reached / (all - waived);
    }

    /** Such as {@code 97.31 % (361 of 371, 2 waived)}. */
    public String text() {
        String waivers = waived == 0 ? "" : ", " + waived + " waived";
        return String.format(Locale.ROOT, "%.2f %% (%d of %d%s)", floored(), reached, all, waivers);
    }

    /** Never a hundred where something is missing. */
    private double floored() {
        return Math.floor(percent() * 100) / 100;
    }
}
