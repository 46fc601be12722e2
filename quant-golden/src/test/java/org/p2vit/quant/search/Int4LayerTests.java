// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.model.QuantizedLinear;

class Int4LayerTests {
    private static final long SEED = 9;

    @Test
    void valuesStayCloseAndTheShiftFollows() {
        Random random = new Random(SEED);
        byte[] weights = new byte[4 * 32];
        random.nextBytes(weights);
        for (int k = 0; k < 32; k++) {
            weights[32 + k] = (byte) (weights[32 + k] % 8);
            weights[64 + k] = 0;
        }
        QuantizedLinear wide = new QuantizedLinear(
                "layer", 4, 32, 8, weights, new int[] {1000, -1000, 7, 1 << 29}, new byte[] {9, 9, 9, 28}, new byte[] {
                    6, 6, 6, 2
                });
        QuantizedLinear int4 = Int4Layer.of(wide, new double[32], 0);
        assertThat(int4.weightBits()).isEqualTo(4);
        for (int o = 0; o < 4; o++) {
            // Both are at exponents of the output, which is as before.
            assertThat(int4.residualShift()[o]).isEqualTo(wide.residualShift()[o]);
            assertThat(int4.bias()[o]).isEqualTo(wide.bias()[o]);
        }
        // Codes count 16 times: a weight that loses d bits has a shift larger by 4 − d.
        assertThat(int4.shift()[0]).as("full range, seed %d", SEED).isEqualTo((byte) 9);
        assertThat(int4.shift()[1]).as("fits as it is").isEqualTo((byte) 13);
        assertThat(int4.shift()[3]).as("no greater than a shift can be").isBetween((byte) 27, (byte) 31);
        byte[] least = {7, 7, 7, 7};
        QuantizedLinear spared = Int4Layer.of(wide.with(wide.bias(), least, wide.residualShift()), new double[32], 7);
        for (byte shift : spared.shift()) {
            assertThat((int) shift).as("no less than asked for").isBetween(7, 11);
        }
        for (int k = 0; k < 32; k++) {
            assertThat(int4.weights()[32 + k]).isEqualTo((byte) (16 * wide.weights()[32 + k]));
            int difference = Math.abs(int4.weights()[k] - wide.weights()[k]);
            assertThat(difference).as("seed %d, weight %d", SEED, k).isLessThanOrEqualTo(15);
        }
    }

    @Test
    void biasTakesTheConstantError() {
        Random random = new Random(SEED);
        byte[] weights = new byte[64];
        random.nextBytes(weights);
        double[] mean = random.doubles(64, -128, 127).map(Math::rint).toArray();
        QuantizedLinear wide =
                new QuantizedLinear("layer", 1, 64, 8, weights, new int[] {12_345}, new byte[] {9}, new byte[0]);
        QuantizedLinear int4 = Int4Layer.of(wide, mean, 0);
        assertThat(output(int4, mean)).as("seed %d", SEED).isCloseTo(output(wide, mean), within(0.5));
    }

    /** z of §2 but for its floor: the bias is in sixteenths of the output's unit. */
    private static double output(QuantizedLinear layer, double[] input) {
        double sum = 0;
        for (int k = 0; k < input.length; k++) {
            sum += layer.weights()[k] * input[k];
        }
        return sum * 16 / Math.pow(2, layer.shift()[0]) + layer.bias()[0];
    }
}
