// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** §6: every shift with both sides of every step of the table, the ends of h, ties of the rounding, and what saturates. */
class WitnessGeluTests {
    private static final long SEED = 6;
    /** Of each shift; more are alike. */
    private static final int TIES = 64;

    private final WordComparison comparison = new WordComparison();
    private final Random random = new Random(SEED);

    @Test
    void everyShiftAtEveryStepOfTheTable() {
        for (int shift = 0; shift <= 15; shift++) {
            TreeSet<Long> magnitudes =
                    new TreeSet<>(List.of(0L, 1L, 2L, 32_767L, 32_768L, 131_070L, 131_071L, 131_072L));
            for (long i = 0; i <= 129; i++) {
                // The least a of the index i, or of a later one where a step of a is more than one of the table.
                long first = -Math.floorDiv(-(i << shift), 128);
                magnitudes.addAll(List.of(Math.max(0, first - 1), first, first + 1));
            }
            for (int d = 0; d <= 7; d++) {
                // Right of the table p is 2^(19 + d) here; half a code less is 128, which saturates.
                long edge = 1L << (10 + d);
                magnitudes.addAll(List.of(edge - (4L << d), edge - (4L << d) - 1, edge - 1, edge, edge + 1));
            }
            compare("steps", shift, bothSigns(magnitudes));
        }
        assertThat(comparison.words()).isGreaterThan(20_000);
    }

    @Test
    void tiesOfTheRounding() {
        for (int shift = 0; shift <= 15; shift++) {
            List<BigInteger> right = ties(shift, 1);
            assertThat(right).as("shift %d", shift).isNotEmpty();
            compare("ties", shift, right);
            // With small j a step of the table has few a, and none of them a·Q on a tie.
            List<BigInteger> left = ties(shift, -1);
            if (shift >= 11) {
                assertThat(left).as("shift %d", shift).isNotEmpty();
                compare("negative ties", shift, left);
            }
        }
        // 336·Q[21] = 336·128 = 10.5·4096.
        assertThat(ties(11, -1)).contains(whole(-336));
    }

    @Test
    void wordsOfEveryKind() {
        for (int attempt = 0; attempt < 200; attempt++) {
            HardWords words = new HardWords(random, -131_072, 131_071);
            compare("any, seed " + SEED, attempt % 16, Whole.list(100, words::word));
        }
    }

    /** §6.1: words and exponents of any kind, not only those that GELU makes. */
    @Test
    void rowsOfWordsWithExponents() {
        for (int attempt = 0; attempt < 300; attempt++) {
            int columns = 1 + random.nextInt(40);
            HardWords words = new HardWords(random, -128, 127);
            HardWords exponents = new HardWords(random, 0, 7);
            WitnessRows rows = new WitnessRows(
                    Matrix.of(4, columns, (t, k) -> words.word(k)),
                    Matrix.of(4, (columns + 7) / 8, (t, b) -> exponents.word(t + b)));
            String name = "attempt " + attempt + ", seed " + SEED;
            comparison.compare(
                    name,
                    columns,
                    rows.aligned().words(),
                    GoldenGlue.aligned(rows.words(), rows.exponents()),
                    "this test");
            comparison.compare(
                    name + ", ρ", 1, rows.rho(), GoldenGlue.rho(rows.words(), rows.exponents()), "this test");
        }
    }

    /** The last index of the table and the first beyond it, by the page: a = 2^j is 4, the end. */
    @Test
    void theEndOfTheTable() {
        for (int shift = 7; shift <= 15; shift++) {
            WitnessGelu gelu = new WitnessGelu(shift);
            BigInteger beyond = BigInteger.TWO.pow(shift);
            assertThat(gelu.index(beyond.negate())).isEqualTo(128);
            assertThat(gelu.index(beyond.subtract(BigInteger.ONE))).isEqualTo(127);
            assertThat(gelu.product(beyond.negate())).isZero();
        }
        for (int shift = 0; shift < 7; shift++) {
            assertThat(new WitnessGelu(shift).index(BigInteger.TWO.pow(shift))).isEqualTo(128);
        }
        // The page's bound, and the place where it is reached.
        assertThat(new WitnessGelu(15).product(whole(-6399))).isEqualTo(-729_486);
    }

    /** Some of the h of a sign whose p lies half way between two codes. */
    private static List<BigInteger> ties(int shift, int sign) {
        WitnessGelu gelu = new WitnessGelu(shift);
        List<BigInteger> ties = new ArrayList<>();
        for (long a = 1; a <= 131_071 && ties.size() < TIES; a++) {
            if (gelu.product(whole(sign * a)).mod(whole(4096)).equals(whole(2048))) {
                ties.add(whole(sign * a));
            }
        }
        return ties;
    }

    private static List<BigInteger> bothSigns(TreeSet<Long> magnitudes) {
        List<BigInteger> h = new ArrayList<>();
        for (long a : magnitudes) {
            h.add(whole(Math.min(a, 131_071)));
            h.add(whole(Math.max(-a, -131_072)));
        }
        return h;
    }

    /** One word to a block, and all in rows of some length. */
    private void compare(String what, int shift, List<BigInteger> h) {
        compare(what, shift, new Matrix(h.size(), 1, h));
        int columns = 1 + random.nextInt(20);
        int rows = (h.size() + columns - 1) / columns;
        compare(what, shift, Matrix.of(rows, columns, (t, o) -> h.get((t * columns + o) % h.size())));
    }

    private void compare(String what, int shift, Matrix h) {
        WitnessGelu gelu = new WitnessGelu(shift);
        Matrix exponents = gelu.exponents(h);
        String name = what + ", shift " + shift + ", seed " + SEED;
        comparison.compare(
                name + ", exponents",
                exponents.columns(),
                exponents.words(),
                GoldenGlue.geluExponents(h, shift),
                "this test");
        WitnessRows rows = new WitnessRows(gelu.codes(h, exponents), exponents);
        Matrix words = rows.words();
        comparison.compare(name, h.columns(), words.words(), GoldenGlue.geluWords(h, shift), "this test");
        comparison.compare(
                name + ", aligned",
                h.columns(),
                rows.aligned().words(),
                GoldenGlue.aligned(words, exponents),
                "this test");
        comparison.compare(name + ", ρ", 1, rows.rho(), GoldenGlue.rho(words, exponents), "this test");
    }
}
