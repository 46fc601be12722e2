// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.Random;
import java.util.function.BiFunction;

/** How the numbers of a network and of its images are drawn from what the contract allows. */
enum FuzzValues {
    /** As {@code RandomQuantizedVit} makes them: every tensor is busy and rarely saturated. */
    TYPICAL(null),
    /** All at their least. */
    LEAST((random, range) -> range.least()),
    /** All at their greatest. */
    GREATEST((random, range) -> range.greatest()),
    /** Each at the one end or the other, so that the least meets the greatest in products. */
    ENDS((random, range) -> random.nextBoolean() ? range.least() : range.greatest()),
    /** Anywhere. */
    ANY((random, range) -> range.least() + (int) (random.nextDouble() * (1L + range.greatest() - range.least()))),
    /** Anywhere, but mostly 0 or next to it. */
    SPARSE((random, range) -> random.nextInt(8) > 0 ? random.nextInt(2) : range.greatest() - random.nextInt(2));

    private final BiFunction<Random, Range, Integer> draw;

    /** Both ends are possible. */
    private record Range(int least, int greatest) {}

    FuzzValues(BiFunction<Random, Range, Integer> draw) {
        this.draw = draw;
    }

    /** Whether the numbers of the typical network stay. */
    boolean isTypical() {
        return draw == null;
    }

    /** A number of a weight, bias, gain, offset, table or image. */
    int number(Random random, int least, int greatest) {
        return draw.apply(random, new Range(least, greatest));
    }

    /** A shift: seldom at an end, where all results would be saturated or 0, mostly as in the typical network. */
    int shift(Random random, int typical, int greatest) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> greatest;
            case 2 -> random.nextInt(greatest + 1);
            default -> typical;
        };
    }
}
