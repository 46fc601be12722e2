// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.spec.NumericContract;

/** Contract §5.2: the sums of the weights, their bound, and the division by them. */
class WeightSumKernelTests {
    private static final long SEED = 17;
    private static final int LEAST = 1 << 14;
    private static final int MOST_KEYS = NumericContract.MAX_TOKENS;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 64, 197, 1023})
    void sumsOfRowsKeepTheBound(int keys) {
        Random random = new Random(SEED);
        byte[] row = new byte[keys];
        for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
            for (int sample = 0; sample < 40; sample++) {
                double spread = Math.pow(2, 8 * random.nextDouble());
                for (int j = 0; j < keys; j++) {
                    row[j] = FixedPoint.saturate8(Math.round(random.nextGaussian() * spread));
                }
                byte[] codes = SoftmaxKernel.codes(row, 1, keys, shift);
                assertThat(WeightSumKernel.logarithmic(codes, keys)[0])
                        .as("seed %d, shift %d, %s", SEED, shift, Arrays.toString(row))
                        .isEqualTo(ExactContract.weightSum(codes).intValueExact())
                        .isBetween(LEAST, keys * LEAST);
            }
        }
    }

    /** Sums of all magnitudes and of all indices of the table, with the extremes of their accumulators and some between. */
    @Test
    void quotientsAreExact() {
        Random random = new Random(SEED);
        for (int length = 7; length < 24; length++) {
            for (int index = 0; index < 256; index++) {
                int first = (int) ((256L + index << length) >> 8);
                int next = Math.max(first + 1, (int) ((257L + index << length) >> 8));
                for (int sum : new int[] {first, next - 1, first + random.nextInt(next - first)}) {
                    divide(Math.min(sum, MOST_KEYS * LEAST), random);
                }
            }
        }
    }

    private static void divide(int sum, Random random) {
        int[] acc = {
            -128 * sum,
            127 * sum,
            (int) (sum * (random.nextDouble() * 255 - 128)),
            random.nextInt(128 * Math.min(sum, 1 << 15)),
            0,
            -1
        };
        int[] quotients = WeightSumKernel.divide(acc, new int[] {sum});
        BigInteger divisor = BigInteger.valueOf(sum);
        for (int i = 0; i < acc.length; i++) {
            assertThat(quotients[i])
                    .as("%d over %d, seed %d", acc[i], sum, SEED)
                    .isEqualTo(ExactContract.quotient(ExactContract.big(acc[i]), divisor)
                            .intValueExact())
                    .isBetween(-(1 << 23), (1 << 23) - 1);
            double exact = Math.scalb((double) acc[i], NumericContract.QUOTIENT_FRACTION_BITS) / sum;
            assertThat(Math.abs(quotients[i] - exact))
                    .as("error of %d over %d", acc[i], sum)
                    .isLessThan(2.6 + Math.abs(exact) / 490);
        }
    }

    @Test
    void rowsOfWeightsAreDividedAndRounded() {
        Random random = new Random(SEED);
        byte[][] rows = {
            {0, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15},
            {15, 0, 15, 15, 15, 15, 15, 15, 0, 15, 15, 15, 15, 15, 15},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
            {0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 15}
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
                int[] mean = WeightSumKernel.divide(acc, WeightSumKernel.logarithmic(square, keys));
                for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
                    byte[] output = RequantKernel.requantize(mean, shift);
                    byte expected = (byte) ExactContract.weightedMean(weights(row), j -> value[j], shift);
                    for (int t = 0; t < keys; t++) {
                        assertThat(output[t])
                                .as("%s of %s, shift %d, seed %d", pattern, Arrays.toString(row), shift, SEED)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    private static int[] weights(byte[] codes) {
        return IntStream.range(0, codes.length)
                .map(j -> ExactContract.weight(codes[j]))
                .toArray();
    }
}
