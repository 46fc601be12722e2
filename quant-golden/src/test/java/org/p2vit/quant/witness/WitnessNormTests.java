// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** §3: rows of all lengths up to 20 and around powers of two, of every kind; every shift with gains and offsets at their ends. */
class WitnessNormTests {
    private static final long SEED = 3;
    /** A gain and a shift that show n to within a code, if n is below 2^7·{@value}. */
    private static final int ONE = 1;

    private final WordComparison comparison = new WordComparison();
    private final Random random = new Random(SEED);

    @Test
    void rowsOfEveryKind() {
        for (int length : new int[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 32, 33, 63, 64, 65, 127, 128,
            192, 255, 256, 257, 384, 511, 768, 1023, 1024
        }) {
            int tries = Math.max(6, 1000 / length);
            for (int attempt = 0; attempt < tries; attempt++) {
                HardWords codes = new HardWords(random, -256, 255);
                HardWords exponents = new HardWords(random, 0, 6);
                compare(
                        list(length, codes::word),
                        list((length + 7) / 8, exponents::word),
                        list(length, new HardWords(random, -32768, 32767)::word),
                        list(length, new HardWords(random, -(1L << 30), 1L << 30)::word),
                        random.nextInt(32));
            }
        }
    }

    /** Gains that show each bit of n in turn: the code is n/2^shift, and less than its neighbours by one where a bit of n is wrong. */
    @Test
    void everyBitOfNormalisedValues() {
        for (int length : new int[] {2, 3, 7, 16, 64, 192, 1024}) {
            for (int shift = 0; shift <= 16; shift++) {
                int spread = 1 + random.nextInt(256);
                List<BigInteger> codes = list(length, c -> whole(random.nextInt(2 * spread) - spread));
                List<BigInteger> exponents = list((length + 7) / 8, b -> whole(random.nextInt(7)));
                int n = shift;
                // Moves a random window of 256 values of n/2^shift over the codes.
                List<BigInteger> offset = list(length, c -> whole((long) (random.nextInt(1 << 17) - (1 << 16))));
                compare(codes, exponents, list(length, c -> whole(ONE)), offset, n);
                compare(codes, exponents, list(length, c -> whole(-ONE)), offset, n);
            }
        }
    }

    /** The greatest n that there is, §3, through the gains, offsets and shifts at their ends. */
    @Test
    void greatestValues() {
        for (int sign : new int[] {0, 1}) {
            List<BigInteger> codes = list(1024, c -> whole(sign == 0 ? (c == 7 ? 3 : -256) : c == 7 ? -169 : 100));
            List<BigInteger> exponents = list(128, b -> BigInteger.ZERO);
            List<BigInteger> ones = list(1024, c -> BigInteger.ONE);
            WitnessNorm norm = new WitnessNorm(ones, ones, BigInteger.ZERO);
            assertThat(norm.normalised(codes).get(7)).isEqualTo(sign == 0 ? 65507 : -65507);
            for (int shift = 0; shift <= 31; shift += shift < 14 ? 7 : 1) {
                for (long gain : new long[] {-32768, 32767}) {
                    for (long offset : new long[] {-(1L << 30), 0, 1L << 30}) {
                        compare(codes, exponents, list(1024, c -> whole(gain)), list(1024, c -> whole(offset)), shift);
                    }
                }
            }
        }
    }

    /** Two channels a code apart and beyond: every normalisation z, and interpolations between all entries of table T. */
    @Test
    void everyNormalisation() {
        List<List<BigInteger>> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            int spread = 1 << random.nextInt(9);
            rows.add(list(9, c -> whole(random.nextInt(2 * spread) - spread)));
        }
        List<BigInteger> gain = list(9, c -> whole(3000 + c));
        List<BigInteger> offset = list(9, c -> whole(c));
        WitnessStream x = new WitnessStream(Matrix.ofRows(rows), Matrix.of(1500, 2, (t, b) -> whole((t + 3 * b) % 7)));
        for (int shift = 14; shift <= 18; shift++) {
            Matrix expected = new WitnessNorm(gain, offset, whole(shift)).codes(x);
            comparison.compare(
                    "rows of nine, seed " + SEED,
                    9,
                    expected.words(),
                    GoldenGlue.normalize(x, gain, offset, shift),
                    "this test");
        }
        assertThat(comparison.words()).isEqualTo(5 * 1500 * 9);
    }

    private void compare(
            List<BigInteger> codes,
            List<BigInteger> exponents,
            List<BigInteger> gain,
            List<BigInteger> offset,
            int shift) {
        WitnessStream row =
                new WitnessStream(new Matrix(1, codes.size(), codes), new Matrix(1, exponents.size(), exponents));
        comparison.compare(
                codes.size() + " channels, shift " + shift + ", seed " + SEED,
                codes.size(),
                new WitnessNorm(gain, offset, whole(shift)).codes(row).words(),
                GoldenGlue.normalize(row, gain, offset, shift),
                "this test");
    }
}
