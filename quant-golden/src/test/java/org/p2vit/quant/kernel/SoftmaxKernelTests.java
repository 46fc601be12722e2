// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxKernelTests {
    private static final long SEED = 14;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 17, 196, 197, 1023})
    void followsTheContract(int columns) {
        Random random = new Random(SEED);
        for (int shift = 0; shift <= 31; shift++) {
            for (Patterns pattern : Patterns.values()) {
                byte[] logits = pattern.int8(2 * columns, random);
                byte[] codes = SoftmaxKernel.codes(logits, 2, columns, shift);
                for (int row = 0; row < 2; row++) {
                    int from = row * columns;
                    int to = from + columns;
                    assertThat(Arrays.copyOfRange(codes, from, to))
                            .as("row %d, shift %d, %s, seed %d", row, shift, pattern, SEED)
                            .isEqualTo(ExactContract.softmax(Arrays.copyOfRange(logits, from, to), shift));
                }
                uniformFollowsTheContract(logits, columns, shift);
            }
        }
    }

    private static void uniformFollowsTheContract(byte[] logits, int columns, int shift) {
        byte[] all = UniformSoftmaxKernel.codes(logits, 2, columns, 1, shift);
        for (int row = 0; row < 2; row++) {
            byte[] codes = Arrays.copyOfRange(all, row * columns, (row + 1) * columns);
            assertThat(codes)
                    .as("uniform, row %d of %d, shift %d, seed %d", row, columns, shift, SEED)
                    .isEqualTo(ExactContract.uniformSoftmax(
                            Arrays.copyOfRange(logits, row * columns, (row + 1) * columns), 1, shift));
            int greatest = 0;
            for (byte code : codes) {
                greatest = Math.max(greatest, code & 255);
            }
            assertThat(greatest).isEqualTo(255);
        }
    }

    @Test
    void followsTheContractOnNarrowLogits() {
        Random random = new Random(SEED);
        for (int run = 0; run < 500; run++) {
            byte[] logits = new byte[1 + random.nextInt(300)];
            Patterns.RANDOM.fill(logits, -1 - random.nextInt(30), random.nextInt(100), random);
            int shift = random.nextInt(20);
            assertThat(SoftmaxKernel.codes(logits, 1, logits.length, shift))
                    .as("run %d, seed %d", run, SEED)
                    .isEqualTo(ExactContract.softmax(logits, shift));
            assertThat(UniformSoftmaxKernel.codes(logits, 1, logits.length, 1, shift))
                    .as("uniform, run %d, seed %d", run, SEED)
                    .isEqualTo(ExactContract.uniformSoftmax(logits, 1, shift));
        }
    }

    /** Of eight neighbours with the same weight as many are rounded up as it asks for, however small it is. */
    @Test
    void uniformCodesKeepTheShareOfSmallWeights() {
        byte[] logits = new byte[1 + 8 * 24];
        logits[0] = 100;
        int exponent = -4;
        for (int logit = 99; logit >= -100; logit--) {
            Arrays.fill(logits, 1, logits.length, (byte) logit);
            byte[] codes = UniformSoftmaxKernel.codes(logits, 1, logits.length, 1, 7 - exponent);
            double mean = IntStream.range(1, codes.length)
                    .map(j -> codes[j] & 255)
                    .average()
                    .orElseThrow();
            double exact = 255 * Math.exp(Math.scalb(logit - 100.0, exponent));
            // Half the distance of two thresholds, what p is rounded down by, and what table and distance are rounded
            // by.
            assertThat(mean)
                    .as("logit %d", logit)
                    .isCloseTo(exact, within(1.0 / 16 + 255.0 / (1 << 15) + 0.002 * exact));
        }
    }

    /** The code is −log2 of the ratio to the greatest probability, to the nearest integer. */
    @Test
    void meansTheLogarithmOfTheRatioToTheGreatest() {
        Random random = new Random(SEED);
        for (int run = 0; run < 200; run++) {
            byte[] logits = new byte[1 + random.nextInt(400)];
            Patterns.RANDOM.fill(logits, -60, 60, random);
            int exponent = -3 - random.nextInt(3);
            byte[] codes = SoftmaxKernel.codes(logits, 1, logits.length, 15 - exponent);
            int greatest = Integer.MIN_VALUE;
            for (byte logit : logits) {
                greatest = Math.max(greatest, logit);
            }
            for (int j = 0; j < logits.length; j++) {
                double bits = Math.scalb((double) greatest - logits[j], exponent) / Math.log(2);
                if (bits < 15) {
                    assertThat((double) codes[j])
                            .as("run %d, seed %d", run, SEED)
                            .isCloseTo(bits, within(0.501));
                }
            }
        }
    }
}
