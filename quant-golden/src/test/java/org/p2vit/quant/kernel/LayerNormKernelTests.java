// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormKernelTests {
    private static final long SEED = 15;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 192, 1023, 1024})
    void followsTheContract(int dim) {
        Random random = new Random(SEED);
        for (int shift : new int[] {0, 1, 12, 18, 31}) {
            for (Patterns pattern : Patterns.values()) {
                for (int greatest : new int[] {0, 3, 6}) {
                    short[] x = pattern.int9(2 * dim, random);
                    StreamCodes stream = new StreamCodes(x, exponents(2 * dim, dim, greatest, random), dim);
                    check(stream, random, shift, pattern + ", exponents to " + greatest);
                }
            }
        }
    }

    /** One channel far from all others has the greatest normalised value, √(D − 1). */
    @Test
    void followsTheContractOnOneOutlier() {
        for (int sign : new int[] {-256, 255}) {
            short[] x = new short[2 * 1024];
            x[0] = (short) sign;
            x[1024 + 1023] = (short) sign;
            byte[] exponents = new byte[2 * 128];
            Arrays.fill(exponents, (byte) 6);
            check(new StreamCodes(x, exponents, 1024), new Random(SEED), 16, "outlier " + sign);
        }
    }

    /** The bound that gives n its 17 bits, both signs; an offset takes the value down to a code. */
    @ParameterizedTest
    @CsvSource({"3, -256, 65507", "-169, 100, -65507"})
    void reachesTheGreatestNormalisedValue(short outlier, short other, int normal) {
        short[] x = new short[1024];
        short[] gain = new short[1024];
        int[] offset = new int[1024];
        Arrays.fill(x, other);
        Arrays.fill(gain, (short) 1);
        Arrays.fill(offset, -normal);
        x[0] = outlier;
        StreamCodes stream = StreamCodes.withoutExponents(x, 1024);
        assertThat(LayerNormKernel.normalize(stream, gain, offset, 0)[0]).isZero();
        offset[0] += 3;
        assertThat(LayerNormKernel.normalize(stream, gain, offset, 0)[0]).isEqualTo((byte) 3);
        check(StreamCodes.withoutExponents(Arrays.copyOf(x, 2048), 1024), new Random(SEED), 31, "greatest");
    }

    @Test
    void followsTheContractOnSmallVariance() {
        Random random = new Random(SEED);
        for (int run = 0; run < 300; run++) {
            int dim = 1 + random.nextInt(40);
            short[] x = new short[2 * dim];
            int most = 1 + random.nextInt(3);
            for (int i = 0; i < x.length; i++) {
                x[i] = (short) (random.nextInt(most + 2) - 1);
            }
            check(StreamCodes.withoutExponents(x, dim), random, 8 + random.nextInt(12), "run " + run);
        }
    }

    /** The integers approximate (x − μ)/σ · γ + β. */
    @Test
    void meansTheNormalisedValue() {
        Random random = new Random(SEED);
        int dim = 192;
        int shift = 18;
        for (int run = 0; run < 100; run++) {
            short[] x = Patterns.RANDOM.int9(dim, random);
            byte[] exponents = exponents(dim, dim, 3, random);
            short[] gain = new short[dim];
            int[] offset = new int[dim];
            for (int c = 0; c < dim; c++) {
                gain[c] = (short) (random.nextInt(8000) - 4000);
                offset[c] = random.nextInt(1 << 24) - (1 << 23);
            }
            byte[] y = LayerNormKernel.normalize(new StreamCodes(x, exponents, dim), gain, offset, shift);
            double mean = 0;
            double square = 0;
            for (int c = 0; c < dim; c++) {
                double value = x[c] << exponents[c / 8];
                mean += value / dim;
                square += value * value / dim;
            }
            double sigma = Math.sqrt(square - mean * mean);
            for (int c = 0; c < dim; c++) {
                double normal = ((x[c] << exponents[c / 8]) - mean) / sigma;
                double exact =
                        normal * Math.scalb((double) gain[c], 11 - shift) + Math.scalb((double) offset[c], -shift);
                double clipped = Math.max(-128, Math.min(127, exact));
                assertThat((double) y[c])
                        .as("channel %d, run %d, seed %d", c, run, SEED)
                        .isCloseTo(clipped, within(0.52));
            }
        }
    }

    /** §3: a float epsilon of up to 1/256 of the variance, which the integers leave out, moves y by 1/512 of n·g at most. */
    @Test
    void anEpsilonWithinTheBoundMayBeLeftOut() {
        Random random = new Random(SEED);
        for (int run = 0; run < 400; run++) {
            int dim = 2 + random.nextInt(200);
            int reach = 1 + random.nextInt(run % 2 == 0 ? 3 : 255);
            short[] x = new short[dim];
            for (int c = 0; c < dim; c++) {
                x[c] = (short) (random.nextInt(2 * reach + 1) - reach);
            }
            x[0] = (short) (x[1] + 1);
            double mean = 0;
            double square = 0;
            for (short code : x) {
                mean += (double) code / dim;
                square += (double) code * code / dim;
            }
            double variance = square - mean * mean;
            double epsilon = variance / 256;
            short[] gain = new short[dim];
            Arrays.fill(gain, (short) (20_000 + random.nextInt(10_000)));
            byte[] y = LayerNormKernel.normalize(StreamCodes.withoutExponents(x, dim), gain, new int[dim], 20);
            for (int c = 0; c < dim; c++) {
                double exact = (x[c] - mean) / Math.sqrt(variance + epsilon) * Math.scalb((double) gain[c], 11 - 20);
                assertThat((double) y[c])
                        .as("channel %d, run %d, seed %d", c, run, SEED)
                        .isCloseTo(Math.max(-128, Math.min(127, exact)), within(0.52 + Math.abs(exact) / 512));
            }
        }
    }

    /** By hand: channels 0 … 7 are one block and 8 the next, so code 1 of the one with k = 3 is code 8 of the other. */
    @Test
    void exponentsAreThoseOfBlocksOfEight() {
        short[] gain = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        StreamCodes blocks = new StreamCodes(new short[] {1, -1, 0, 0, 0, 0, 0, 1, 8}, new byte[] {3, 0}, 9);
        StreamCodes same = StreamCodes.withoutExponents(new short[] {8, -8, 0, 0, 0, 0, 0, 8, 8}, 9);
        byte[] codes = LayerNormKernel.normalize(blocks, gain, new int[9], 5);
        assertThat(codes).isEqualTo(LayerNormKernel.normalize(same, gain, new int[9], 5));
        // Mean 16/9 and mean square 256/9: (8 − 16/9)/5.028·64 is 79.2, and so −124.5 and −22.6.
        assertThat(codes).containsExactly(79, -124, -23, -23, -23, -23, -23, 79, 79);
    }

    private static byte[] exponents(int codes, int dim, int greatest, Random random) {
        byte[] exponents = new byte[codes / dim * BlockCodes.blocks(dim)];
        Patterns.RANDOM.fill(exponents, 0, greatest, random);
        return exponents;
    }

    private static void check(StreamCodes stream, Random random, int shift, String what) {
        int dim = stream.columns();
        short[] gain = new short[dim];
        int[] offset = new int[dim];
        for (int c = 0; c < dim; c++) {
            gain[c] = c % 5 == 0 ? Short.MIN_VALUE : c % 5 == 1 ? Short.MAX_VALUE : (short) random.nextInt();
            offset[c] = c % 3 == 0 ? 1 << 30 : c % 3 == 1 ? -(1 << 30) : random.nextInt(1 << 20);
        }
        byte[] y = LayerNormKernel.normalize(stream, gain, offset, shift);
        for (int row = 0; row < 2; row++) {
            int blocks = BlockCodes.blocks(dim);
            short[] token = Arrays.copyOfRange(stream.codes(), row * dim, (row + 1) * dim);
            byte[] k = Arrays.copyOfRange(stream.exponents(), row * blocks, (row + 1) * blocks);
            assertThat(Arrays.copyOfRange(y, row * dim, (row + 1) * dim))
                    .as("row %d, dim %d, shift %d, %s, seed %d", row, dim, shift, what, SEED)
                    .isEqualTo(ExactContract.layerNorm(token, k, gain, offset, shift));
        }
    }
}
