// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.exponents.ValueExponents;
import org.p2vit.quant.reference.FloatLayerNorm;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;

/** What is moved from one place of the network to another leaves the float function as it is. */
class ReparameterisationTests {
    private static final long SEED = 62;
    private static final int INPUTS = 48;
    private static final int OUTPUTS = 7;
    private final Random random = new Random(SEED);

    /** γ and β over 2^s, columns of the weights times 2^s: LayerNorm and the linear layer behind it. */
    @Test
    void smoothingBetweenLayerNormAndWeights() {
        float[] gamma = normal(INPUTS);
        float[] beta = normal(INPUTS);
        FloatRows layer = layer();
        List<float[]> rows = List.of(normal(INPUTS), normal(INPUTS), normal(INPUTS));
        List<float[]> exact =
                rows.stream().map(row -> normalized(row, gamma, beta)).toList();
        int[] smoothing = new int[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
            smoothing[k] = k % 13 - 6;
        }
        LayerInput input = LayerInput.of(InputRows.of(exact), new Coding(-9, smoothing));
        float[] smoothGamma = gamma.clone();
        float[] smoothBeta = beta.clone();
        for (int k = 0; k < INPUTS; k++) {
            smoothGamma[k] = Math.scalb(gamma[k], -smoothing[k]);
            smoothBeta[k] = Math.scalb(beta[k], -smoothing[k]);
        }
        for (float[] row : rows) {
            double[] before = products(layer.weights(), normalized(row, gamma, beta));
            double[] after = products(input.scaled(layer.weights()), normalized(row, smoothGamma, smoothBeta));
            assertThat(after).as("seed %d", SEED).containsExactly(before, within(1e-5));
        }
    }

    /** Exponents of v by channel: what the attention output is divided by, the columns of the projection are multiplied with. */
    @Test
    void channelsOfValues() {
        FloatRows projection = layer();
        int[] output = new int[INPUTS];
        float[] row = new float[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
            output[k] = -8 + k % 5;
            row[k] = Math.scalb((float) random.nextInt(-128, 128), output[k]);
        }
        List<float[]> exact = List.of(row);
        LayerInput input = LayerInput.of(InputRows.of(exact), new ValueExponents(output, output).coding());
        double[] before = products(projection.weights(), row);
        double[] after = products(input.scaled(projection.weights()), input.rows()[0]);
        assertThat(after).as("seed %d", SEED).containsExactly(before, within(1e-5));
    }

    private static float[] normalized(float[] row, float[] gamma, float[] beta) {
        FloatNorm norm = new FloatNorm(FloatTensor.of(gamma, INPUTS), FloatTensor.of(beta, INPUTS), 1e-6);
        return new FloatLayerNorm(norm).apply(row, 1);
    }

    private static double[] products(float[][] weights, float[] row) {
        return Arrays.stream(weights)
                .mapToDouble(weight -> {
                    double sum = 0;
                    for (int k = 0; k < INPUTS; k++) {
                        sum += (double) weight[k] * row[k];
                    }
                    return sum;
                })
                .toArray();
    }

    private FloatRows layer() {
        float[][] weights = new float[OUTPUTS][];
        for (int o = 0; o < OUTPUTS; o++) {
            weights[o] = normal(INPUTS);
        }
        return new FloatRows(weights, new double[OUTPUTS]);
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return values;
    }
}
