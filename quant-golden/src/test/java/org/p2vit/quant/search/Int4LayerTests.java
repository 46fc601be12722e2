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
    void valuesStayCloseAndShiftsFollow() {
        Random random = new Random(SEED);
        byte[] weights = new byte[4 * 32];
        random.nextBytes(weights);
        for (int k = 0; k < 32; k++) {
            weights[32 + k] = (byte) (weights[32 + k] % 8);
            weights[64 + k] = 0;
        }
        QuantizedLinear wide = new QuantizedLinear(
                "layer", 4, 32, 8, weights, new int[] {1000, -1000, 7, 1 << 29}, new byte[] {9, 9, 9, 1}, new byte[] {
                    6, 6, 6, 2
                });
        QuantizedLinear int4 = Int4Layer.of(wide, new double[32]);
        assertThat(int4.weightBits()).isEqualTo(4);
        for (int o = 0; o < 4; o++) {
            int lost = wide.shift()[o] - int4.shift()[o];
            assertThat(wide.residualShift()[o] - int4.residualShift()[o]).isEqualTo(lost);
            assertThat((double) (int4.bias()[o] << lost)).isBetween(wide.bias()[o] - 16.0, wide.bias()[o] + 16.0);
        }
        assertThat(wide.shift()[0] - int4.shift()[0])
                .as("full range, seed %d", SEED)
                .isEqualTo(4);
        assertThat(wide.shift()[1] - int4.shift()[1]).as("fits as it is").isZero();
        assertThat(wide.shift()[3] - int4.shift()[3]).as("no shift to spare").isEqualTo(1);
        for (int k = 0; k < 32; k++) {
            assertThat(int4.weights()[32 + k]).isEqualTo(wide.weights()[32 + k]);
            int difference = Math.abs((int4.weights()[k] << 4) - wide.weights()[k]);
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
        QuantizedLinear int4 = Int4Layer.of(wide, mean);
        double lost = Math.scalb(1.0, wide.shift()[0] - int4.shift()[0]);
        assertThat(product(int4, mean) * lost).as("seed %d", SEED).isCloseTo(product(wide, mean), within(lost));
    }

    private static double product(QuantizedLinear layer, double[] input) {
        double sum = layer.bias()[0];
        for (int k = 0; k < input.length; k++) {
            sum += layer.weights()[k] * input[k];
        }
        return sum;
    }
}
