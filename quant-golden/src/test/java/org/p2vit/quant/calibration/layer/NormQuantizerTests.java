// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;

class NormQuantizerTests {
    private static final long SEED = 52;
    private static final int DIM = 96;
    private final Random random = new Random(SEED);

    @Test
    void integersComputeTheFloatNorm() {
        float[] gamma = normal(1);
        float[] beta = normal(0.5);
        int[] exponents = new int[DIM];
        byte[] blocks = new byte[DIM / 8];
        for (int c = 0; c < DIM; c++) {
            exponents[c] = -5 + random.nextInt(3);
            blocks[c / 8] = (byte) random.nextInt(4);
        }
        QuantizedNorm norm = NormQuantizer.quantize("x", norm(gamma, beta), exponents);
        short[] x = new short[DIM];
        for (int c = 0; c < DIM; c++) {
            x[c] = (short) (random.nextInt(512) - 256);
        }

        byte[] y = LayerNormKernel.normalize(new StreamCodes(x, blocks, DIM), norm.gain(), norm.offset(), norm.shift());

        double mean = 0;
        double square = 0;
        for (int c = 0; c < DIM; c++) {
            double value = x[c] << blocks[c / 8];
            mean += value / DIM;
            square += value * value / DIM;
        }
        for (int c = 0; c < DIM; c++) {
            double exact = ((x[c] << blocks[c / 8]) - mean) / Math.sqrt(square - mean * mean) * gamma[c] + beta[c];
            double code = Math.max(-128, Math.min(127, Math.scalb(exact, -exponents[c])));
            assertThat((double) y[c]).as("channel %d, seed %d", c, SEED).isCloseTo(code, within(0.55));
        }
    }

    @Test
    void usesThePrecisionThereIs() {
        QuantizedNorm norm = NormQuantizer.quantize("x", norm(constant(1), constant(0)), exponents(-4));
        // 1 · 2^(shift − 11 + 4) is the greatest power of two in 16 bits with sign.
        assertThat(norm.gain()[0]).isEqualTo((short) (1 << 14));
        assertThat(norm.shift()).isEqualTo(21);
    }

    @Test
    void extremeScalesStayWithinBounds() {
        for (float gamma : new float[] {0, 1e-6f, 100, 1e6f}) {
            for (float beta : new float[] {0, 1e-6f, -1e4f}) {
                QuantizedNorm norm = NormQuantizer.quantize("x", norm(constant(gamma), constant(beta)), exponents(-4));
                assertThat(norm.shift()).as("γ %s, β %s", gamma, beta).isBetween(0, 31);
            }
        }
    }

    private float[] normal(double spread) {
        float[] values = new float[DIM];
        for (int c = 0; c < DIM; c++) {
            values[c] = (float) (random.nextGaussian() * spread);
        }
        return values;
    }

    private static float[] constant(float value) {
        float[] values = new float[DIM];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] exponents(int value) {
        int[] exponents = new int[DIM];
        Arrays.fill(exponents, value);
        return exponents;
    }

    private static FloatNorm norm(float[] gamma, float[] beta) {
        return new FloatNorm(FloatTensor.of(gamma, DIM), FloatTensor.of(beta, DIM), FloatNorm.TIMM_EPSILON);
    }
}
