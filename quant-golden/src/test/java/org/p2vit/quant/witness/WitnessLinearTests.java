// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** §2 and §8 but for the residual stream: every shift with the ends, the ties and their neighbours of its rounding and of all saturations. */
class WitnessLinearTests {
    private static final long SEED = 2;
    private static final long BOUND = 1L << 26;

    private final WordComparison comparison = new WordComparison();

    @Test
    void everyShiftAtItsEdges() {
        for (int shift = 0; shift <= 31; shift++) {
            int n = shift;
            List<BigInteger> acc = edges(n);
            for (long bias : new long[] {-(1L << 29), -1, 0, 1, 1L << 29}) {
                WitnessLinear layer = layer(list(acc.size(), i -> whole(bias)), n);
                Matrix row = new Matrix(1, acc.size(), acc);
                String name = "shift " + n + " bias " + bias;
                same(name, layer.codes(row), GoldenGlue.requantize(acc, layer.bias(), layer.shift()));
                same(name + " wide", layer.wide(row), GoldenGlue.widened(acc, layer.bias(), layer.shift()));
                same(name + " logits", layer.logits(row), GoldenGlue.logits(acc, layer.bias(), layer.shift()));
            }
            Matrix products = new Matrix(1, acc.size(), acc);
            WitnessAttention head = new WitnessAttention(WitnessAttention.Coding.UNIFORM, 1, n, 0, 0);
            same("attention logits, shift " + n, head.logits(products), GoldenGlue.requantize(acc, n));
        }
        assertThat(comparison.words()).isGreaterThan(10_000);
    }

    @Test
    void productsOfEveryDepthUpToTwentyAndOfTheGreatest() {
        Random random = new Random(SEED);
        for (int depth : Stream.concat(Stream.iterate(1, k -> k + 1).limit(20), Stream.of(255, 256, 257, 4095, 4096))
                .toList()) {
            for (int least : new int[] {-128, -8}) {
                HardWords left = new HardWords(random, -128, 127);
                HardWords right = new HardWords(random, least, -least - 1);
                product(
                        depth,
                        Matrix.of(3, depth, (t, k) -> left.word(k)),
                        Matrix.of(5, depth, (o, k) -> right.word(k)));
            }
        }
        product(
                4096,
                Matrix.of(2, 4096, (t, k) -> whole(t == 0 ? -128 : 127)),
                Matrix.of(2, 4096, (o, k) -> whole(o == 0 ? -128 : 127)));
    }

    private void product(int depth, Matrix a, Matrix b) {
        same("depth " + depth + ", seed " + SEED, WitnessLinear.product(a, b), GoldenGlue.product(a, b));
    }

    /** Sums around each value that a rounding and a saturation turn at, with a bias or without. */
    private static List<BigInteger> edges(int shift) {
        TreeSet<Long> sums = new TreeSet<>(List.of(-BOUND, -1L, 0L, 1L, BOUND));
        for (long code :
                new long[] {-131073, -131072, -129, -128, -2, -1, 0, 1, 2, 126, 127, 128, 131070, 131071, 131072}) {
            for (long bias : new long[] {-(1L << 29), 0, 1L << 29}) {
                // The least z that is rounded to this code, and its neighbours.
                long tie = (code << shift) - (1L << shift) / 2 - (bias << shift >> 4);
                for (long sum = tie - 1; sum <= tie + 1; sum++) {
                    sums.add(Math.max(-BOUND, Math.min(BOUND, sum)));
                }
            }
        }
        return sums.stream().map(BigInteger::valueOf).toList();
    }

    private static WitnessLinear layer(List<BigInteger> bias, int shift) {
        return new WitnessLinear(
                Matrix.of(bias.size(), 1, (o, k) -> BigInteger.ZERO),
                bias,
                list(bias.size(), o -> whole(shift)),
                List.of());
    }

    private void same(String name, Matrix expected, List<BigInteger> got) {
        comparison.compare(name, expected.columns(), expected.words(), got, "this test");
    }
}
