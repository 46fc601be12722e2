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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** §5: every distance of a logit with every shift, sums and products at their ends, quotients of every power of two. */
class WitnessAttentionTests {
    private static final long SEED = 5;

    private final WordComparison comparison = new WordComparison();
    private final Random random = new Random(SEED);

    /** A row has every logit, so each distance meets each threshold of the dither in one of eight turns of the row. */
    @ParameterizedTest
    @EnumSource
    void everyDistanceWithEveryShift(WitnessAttention.Coding coding) {
        List<List<BigInteger>> turns = new ArrayList<>();
        for (int turn = 0; turn < 8; turn++) {
            int first = turn;
            turns.add(list(256 + 5, j -> whole((j * 3 + first * 3) % 256 - 128)));
        }
        Matrix logits = Matrix.ofRows(turns);
        for (int shift = 0; shift <= 31; shift++) {
            codes(coding, logits, shift);
        }
        assertThat(comparison.words()).isEqualTo(32 * 8 * 261);
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfEveryLength(WitnessAttention.Coding coding) {
        for (int keys = 1; keys <= 40; keys++) {
            HardWords words = new HardWords(random, -128, 127);
            for (int shift : new int[] {6, 9, 12, 15, 31}) {
                codes(coding, Matrix.of(3, keys, (t, j) -> words.word(j)), shift);
            }
        }
        for (int keys : new int[] {255, 256, 257, 1022, 1023}) {
            codes(coding, Matrix.of(2, keys, (t, j) -> whole(t == 0 ? 127 : -128)), 15);
            codes(coding, Matrix.of(2, keys, (t, j) -> whole(j == keys - 1 ? 127 : -128)), 0);
        }
    }

    /** Sums of weights and products with values, all codes and their ends. */
    @ParameterizedTest
    @EnumSource
    void sumsAndProducts(WitnessAttention.Coding coding) {
        boolean uniform = coding == WitnessAttention.Coding.UNIFORM;
        WitnessAttention head = new WitnessAttention(coding, 1, 0, 0, 0);
        for (int keys : new int[] {1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 64, 65}) {
            for (int attempt = 0; attempt < 8; attempt++) {
                HardWords drawn = new HardWords(random, 0, uniform ? 255 : 15);
                HardWords values = new HardWords(random, -128, 127);
                int greatest = attempt == 0 ? keys : 1;
                // The greatest weight of a row is in it, as behind a softmax.
                Matrix codes = Matrix.of(keys, keys, (t, j) -> j < greatest ? whole(uniform ? 255 : 0) : drawn.word(j));
                Matrix v = Matrix.of(keys, 3, (j, d) -> values.word(j * 3 + d));
                same(keys + " sums", head.totals(codes), GoldenGlue.totals(uniform, codes));
                same(keys + " products", head.accumulate(codes, v), GoldenGlue.values(uniform, codes, v));
            }
        }
    }

    /** The greatest sums and products that there are: 1023 keys of the greatest weight. */
    @ParameterizedTest
    @EnumSource
    void greatestSumsAndProducts(WitnessAttention.Coding coding) {
        boolean uniform = coding == WitnessAttention.Coding.UNIFORM;
        WitnessAttention head = new WitnessAttention(coding, 1, 0, 0, 0);
        Matrix codes = Matrix.of(1023, 1023, (t, j) -> whole(uniform ? 255 : 0));
        for (int value : new int[] {-128, 127}) {
            Matrix v = Matrix.of(1023, 1, (j, d) -> whole(value));
            same("greatest sums", head.totals(codes), GoldenGlue.totals(uniform, codes));
            same("greatest products", head.accumulate(codes, v), GoldenGlue.values(uniform, codes, v));
        }
    }

    /** Each power of two of a sum, with every entry of table R, and accumulators at their ends, ties and in between. */
    @Test
    void quotients() {
        List<BigInteger> acc = new ArrayList<>();
        List<BigInteger> totals = new ArrayList<>();
        for (int lambda = 7; lambda <= 23; lambda++) {
            for (int u = 0; u < 256; u++) {
                BigInteger z =
                        whole((256L + u) << lambda >> 8).add(whole(random.nextInt(lambda > 8 ? 1 << (lambda - 8) : 1)));
                if (z.compareTo(whole(255)) >= 0 && z.compareTo(whole(1023L << 14)) <= 0) {
                    for (long share : new long[] {-128, 127, 1, -1, 0}) {
                        acc.add(z.multiply(whole(share)));
                        totals.add(z);
                    }
                    for (int i = 0; i < 5; i++) {
                        acc.add(z.multiply(whole(random.nextInt(256) - 128))
                                .add(whole(random.nextInt(1 << 20)).mod(z)));
                        totals.add(z);
                    }
                }
            }
        }
        Matrix n = WitnessAttention.quotients(new Matrix(acc.size(), 1, acc), new Matrix(acc.size(), 1, totals));
        same("quotients", n, GoldenGlue.quotients(acc, totals));
        assertThat(comparison.words()).isGreaterThan(35_000);
        for (int shift = 0; shift <= 31; shift++) {
            // One in ten is enough to round and saturate.
            Matrix some = Matrix.of(n.rows() / 10, 1, (row, column) -> n.at(10 * row + random.nextInt(10), 0));
            same(
                    "attention output, shift " + shift,
                    new WitnessAttention(WitnessAttention.Coding.LOGARITHMIC, 1, 0, 0, shift).outputs(some),
                    GoldenGlue.requantize(some.words(), shift));
        }
    }

    private void codes(WitnessAttention.Coding coding, Matrix logits, int shift) {
        same(
                logits.columns() + " keys, shift " + shift + ", seed " + SEED,
                new WitnessAttention(coding, 1, 0, shift, 0).codes(logits),
                GoldenGlue.codes(coding == WitnessAttention.Coding.UNIFORM, logits, shift));
    }

    private void same(String name, Matrix expected, List<BigInteger> got) {
        comparison.compare(name, expected.columns(), expected.words(), got, "this test");
    }
}
