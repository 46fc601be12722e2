// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.spec.NumericContract;

/** Contract §5.2: the sums of the weights, their bound, and the division by them. */
class WeightSumKernelTest {
    private static final long SEED = 17;
    private static final int LEAST = 1 << 13;
    private static final int BEYOND = 1 << 15;
    /** The bound that the contract proves, times 2^14. */
    private static final double PROVED_LEAST = 0.67 * (1 << 14);

    private static final double PROVED_GREATEST = 1.47 * (1 << 14);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 64, 197, 1023})
    void rowsOfAnyLogitsKeepTheBound(int keys) {
        Random random = new Random(SEED);
        byte[] row = new byte[keys];
        for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
            for (int sample = 0; sample < 40; sample++) {
                double spread = Math.pow(2, 8 * random.nextDouble());
                for (int j = 0; j < keys; j++) {
                    double logit = sample % 2 == 0 ? random.nextGaussian() : random.nextDouble() - 0.5;
                    row[j] = FixedPoint.saturate8(Math.round(logit * spread));
                }
                assertWithinBound(row, shift);
            }
        }
    }

    /** A row with a few logits at each of two distances has all its codes at the same side of a tie. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 197, 1023})
    void rowsOfEqualLogitsKeepTheBound(int keys) {
        byte[] row = new byte[keys];
        for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
            for (int first : new int[] {1, 2, 3, keys / 2, keys - 1}) {
                for (int distance = 0; distance < 256; distance += keys > 100 ? 3 : 1) {
                    Arrays.fill(row, (byte) (127 - distance));
                    Arrays.fill(row, 0, Math.max(1, Math.min(first, keys)), (byte) 127);
                    assertWithinBound(row, shift);
                }
            }
        }
    }

    private static void assertWithinBound(byte[] logits, int shift) {
        byte[] codes = SoftmaxKernel.codes(logits, 1, logits.length, shift);
        int sum = WeightSumKernel.sums(codes, logits.length)[0];
        if (sum <= PROVED_LEAST
                || sum >= PROVED_GREATEST
                || sum != ExactContract.weightSum(codes).intValueExact()) {
            throw new AssertionError(
                    "seed %d: sum %d of %s with shift %d".formatted(SEED, sum, Arrays.toString(logits), shift));
        }
    }

    /** Every sum that the contract allows, with the extremes of its accumulators and some between. */
    @Test
    void quotientsAreExact() {
        Random random = new Random(SEED);
        for (int sum = LEAST; sum < BEYOND; sum++) {
            int greatest = 128 * sum;
            int[] acc = {-greatest, 127 * sum, random.nextInt(2 * greatest) - greatest, random.nextInt(1 << 15), 0, -1};
            WeightSumKernel.Quotients found = WeightSumKernel.divide(acc, new int[] {sum});
            BigInteger divisor = BigInteger.valueOf(sum);
            int exponent = found.exponents()[0];
            assertThat(exponent).as("e of %d", sum).isEqualTo(ExactContract.weightExponent(divisor));
            for (int i = 0; i < acc.length; i++) {
                int quotient = found.quotients()[i];
                assertThat(quotient)
                        .as("%d over %d, seed %d", acc[i], sum, SEED)
                        .isEqualTo(ExactContract.quotient(ExactContract.big(acc[i]), divisor)
                                .intValueExact())
                        .isBetween(-(1 << 23) + 1, (1 << 23) - 1);
                double exact = Math.scalb((double) acc[i], 14 + exponent) / sum;
                assertThat(Math.abs(quotient - exact))
                        .as("error of %d over %d", acc[i], sum)
                        .isLessThan(0.6 + Math.abs(exact) / 490);
            }
        }
    }

    @Test
    void rowsOfWeightsAreDividedAndRounded() {
        Random random = new Random(SEED);
        byte[][] rows = {
            {0, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15},
            {1, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15},
            {15, 1, 15, 15, 15, 15, 15, 15, 1, 15, 15, 15, 15, 15, 15},
            {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
            {3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 15}
        };
        int keys = rows[0].length;
        for (Patterns pattern : Patterns.values()) {
            byte[] value = pattern.int8(keys, random);
            for (byte[] row : rows) {
                byte[] square = new byte[keys * keys];
                for (int t = 0; t < keys; t++) {
                    System.arraycopy(row, 0, square, t * keys, keys);
                }
                int[] acc = ShiftMatMulKernel.accumulate(square, value, keys, 1, 0, 1);
                WeightSumKernel.Quotients mean = WeightSumKernel.divide(acc, WeightSumKernel.sums(square, keys));
                for (int shift = 0; shift <= NumericContract.MAX_LOG2_VALUE_SHIFT; shift++) {
                    byte[] output = RequantKernel.requantize(mean.quotients(), shift, mean.exponents());
                    byte expected = (byte) ExactContract.weightedMean(row, j -> value[j], shift);
                    for (int t = 0; t < keys; t++) {
                        assertThat(output[t])
                                .as("%s of %s, shift %d, seed %d", pattern, Arrays.toString(row), shift, SEED)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }
}
