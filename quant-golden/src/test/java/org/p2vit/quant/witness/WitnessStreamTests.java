// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** §2.2: words at the borders of their exponents, at ties of their rounding and at their saturation, with every shift that there is. */
class WitnessStreamTests {
    private static final long SEED = 22;
    private static final long BOUND = 1L << 26;

    private final WordComparison comparison = new WordComparison();
    private final Random random = new Random(SEED);

    @Test
    void everyShiftAtTheEdgesOfH() {
        for (int shift = 0; shift <= 31; shift++) {
            List<BigInteger> acc = sums(shift, 0);
            for (long bias : new long[] {-(1L << 29), -17, -1, 0, 1, 15, 16, 1L << 29}) {
                compare("shift " + shift + ", bias " + bias, acc, shift, 0, bias, 0, 7, 0);
            }
        }
        assertThat(comparison.words()).isGreaterThan(50_000);
    }

    /** What the residual takes the sum away from an edge by, as nearly as a sum can. */
    @Test
    void everyResidualShiftWithEveryExponentOfABlock() {
        for (int down = 0; down <= 15; down++) {
            for (int kappa = 0; kappa <= Math.min(6, down); kappa++) {
                for (long r : new long[] {-256, -255, -1, 0, 1, 254, 255}) {
                    int shift = random.nextInt(16);
                    long away = r << 12 >> (down - kappa);
                    String name = "residual " + r + " shifted by " + down + ", κ " + kappa;
                    compare(name, sums(shift, away), shift, 0, 0, r, down, kappa);
                }
            }
        }
        assertThat(comparison.words()).isGreaterThan(200_000);
    }

    @Test
    void everyShiftWithEveryExponentOfARow() {
        for (int shift = 7; shift <= 31; shift++) {
            for (int rho = 0; rho <= 7; rho++) {
                compare("shift " + shift + ", ρ " + rho, sums(shift - rho, 0), shift, rho, 3, -1, 12, 2);
            }
        }
        assertThat(comparison.words()).isGreaterThan(100_000);
    }

    /** Layers of every width up to three blocks: rows, blocks and channels each have their own of everything. */
    @Test
    void wordsOfEveryKind() {
        for (int attempt = 0; attempt < 400; attempt++) {
            int outputs = 1 + random.nextInt(25);
            int rows = 1 + random.nextInt(4);
            HardWords sums = new HardWords(random, -BOUND >> random.nextInt(20), BOUND >> random.nextInt(20));
            HardWords biases = new HardWords(random, -(1L << 29) >> random.nextInt(20), 1L << 29 >> random.nextInt(20));
            HardWords shifts = new HardWords(random, 7, 31);
            HardWords residuals = new HardWords(random, -256, 255);
            HardWords downs = new HardWords(random, 6, 15);
            HardWords kappas = new HardWords(random, 0, 6);
            HardWords rhos = new HardWords(random, 0, 7);
            WitnessLinear layer = new WitnessLinear(
                    Matrix.of(outputs, 1, (o, k) -> BigInteger.ZERO),
                    list(outputs, biases::word),
                    list(outputs, shifts::word),
                    list(outputs, downs::word));
            WitnessStream residual = new WitnessStream(
                    Matrix.of(rows, outputs, (t, o) -> residuals.word(t + o)),
                    Matrix.of(rows, (outputs + 7) / 8, (t, b) -> kappas.word(t + b)));
            Matrix acc = Matrix.of(rows, outputs, (t, o) -> sums.word(t + o));
            compare("attempt " + attempt + ", seed " + SEED, acc, list(rows, rhos::word), layer, residual);
        }
    }

    /** Sums that are h at an edge of its block, a tie of its rounding or a saturation, and their neighbours, but for what is added. */
    private static List<BigInteger> sums(int shift, long added) {
        TreeSet<Long> edges = new TreeSet<>(List.of(0L));
        for (int k = 0; k <= 6; k++) {
            long border = 1L << 9 + k;
            long unit = 2L << k;
            edges.addAll(List.of(border, border - unit / 2, border - unit, border - 3 * unit / 2, unit, unit / 2));
        }
        TreeSet<Long> sums = new TreeSet<>(List.of(-BOUND, BOUND));
        for (long edge : edges) {
            for (long h = edge - 1; h <= edge + 1; h++) {
                for (long sign : new long[] {1, -1}) {
                    // The least sum whose floor this is, and the one before.
                    long sum = (sign * h << shift) - (added << shift >> 4);
                    sums.add(Math.max(-BOUND, Math.min(BOUND, sum)));
                    sums.add(Math.max(-BOUND, Math.min(BOUND, sum - 1)));
                }
            }
        }
        return sums.stream().map(BigInteger::valueOf).toList();
    }

    /** All alike: words by themselves, and as neighbours. */
    private void compare(
            String name, List<BigInteger> acc, int shift, int rho, long bias, long residual, int down, int kappa) {
        for (int width : new int[] {1, 3, 10}) {
            int rows = (acc.size() + width - 1) / width;
            WitnessLinear layer = new WitnessLinear(
                    Matrix.of(width, 1, (o, k) -> BigInteger.ZERO),
                    list(width, o -> whole(bias)),
                    list(width, o -> whole(shift)),
                    list(width, o -> whole(down)));
            WitnessStream before = new WitnessStream(
                    Matrix.of(rows, width, (t, o) -> whole(residual)),
                    Matrix.of(rows, (width + 7) / 8, (t, b) -> whole(kappa)));
            Matrix sums = Matrix.of(rows, width, (t, o) -> acc.get((t * width + o) % acc.size()));
            compare(name + ", width " + width, sums, list(rows, t -> whole(rho)), layer, before);
        }
    }

    private void compare(String name, Matrix acc, List<BigInteger> rho, WitnessLinear layer, WitnessStream residual) {
        same(
                name,
                layer.stream(acc, rho, residual),
                GoldenGlue.stream(acc, rho, layer.bias(), layer.shift(), residual, layer.residualShift()));
        if (rho.stream().allMatch(exponent -> exponent.signum() == 0)) {
            same(
                    name + ", no rows",
                    layer.stream(acc, residual),
                    GoldenGlue.stream(acc, layer.bias(), layer.shift(), residual, layer.residualShift()));
        }
    }

    private void same(String name, WitnessStream expected, WitnessStream got) {
        comparison.compare(
                name,
                expected.words().columns(),
                expected.words().words(),
                got.words().words(),
                "this test");
        comparison.compare(
                name + ", exponents",
                expected.exponents().columns(),
                expected.exponents().words(),
                got.exponents().words(),
                "this test");
    }
}
