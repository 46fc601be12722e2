// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedLinear;

class StandInTests {
    private static final long SEED = 9;
    private static final int INPUTS = 32;
    private static final int ROWS = 200;
    private static final QuantizerOptions OPTIONS = QuantizerOptions.DEFAULT.withThreads(1);

    private final Random random = new Random(SEED);
    private final float[][] rows = rows();
    private final QuantizedLinear wide = wide(new byte[] {9, 9, 9, 30});

    /** Outputs differ by noise around nothing, and by little of what they are. */
    @ParameterizedTest
    @ValueSource(strings = {"4", "8s3:4", "8s4:8", "8s2:4", "4s3:4"})
    void outputsStayClose(String text) {
        LayerKind kind = LayerKind.parse(text);
        QuantizedLinear other = StandIn.of(wide, rows, kind, 0, OPTIONS);
        assertThat(other.kind()).isEqualTo(kind);
        assertThat(other.residualShift()).isEqualTo(wide.residualShift());
        for (int o = 0; o < wide.outputs(); o++) {
            double difference = 0;
            double error = 0;
            double signal = 0;
            double mean = 0;
            for (float[] row : rows) {
                mean += output(wide, o, row) / ROWS;
            }
            for (float[] row : rows) {
                double missing = output(other, o, row) - output(wide, o, row);
                difference += missing / ROWS;
                error += missing * missing;
                signal += Math.pow(output(wide, o, row) - mean, 2);
            }
            assertThat(difference)
                    .as("mean difference of output %d in sixteenths, seed %d", o, SEED)
                    .isCloseTo(0, within(0.51));
            assertThat(error).as("output %d, seed %d", o, SEED).isLessThan(0.35 * signal + 1e-9);
        }
    }

    @Test
    void whatFitsIsAsItWas() {
        byte[] codes = wide.weights().clone();
        QuantizedLinear int4 = StandIn.of(wide, rows, LayerKind.dense(4), 0, OPTIONS);
        for (int k = 0; k < INPUTS; k++) {
            // Codes count 16 times: output 1 has weights within ±7, output 2 has none.
            assertThat(int4.weights()[INPUTS + k]).isEqualTo((byte) (16 * codes[INPUTS + k]));
            assertThat(int4.weights()[2 * INPUTS + k]).isZero();
        }
        assertThat(int4.shift()[1]).isEqualTo((byte) 13);
    }

    @Test
    void shiftsKeepTheirBounds() {
        QuantizedLinear greatest = StandIn.of(wide, rows, LayerKind.dense(4), 0, OPTIONS);
        assertThat((int) greatest.shift()[3]).isLessThanOrEqualTo(31);
        for (byte shift : StandIn.of(wide(new byte[] {7, 7, 7, 7}), rows, LayerKind.dense(4), 7, OPTIONS)
                .shift()) {
            assertThat((int) shift).isGreaterThanOrEqualTo(7);
        }
    }

    /** z of §2 but for its floor: the bias is in sixteenths of the output's unit. */
    private static double output(QuantizedLinear layer, int o, float[] input) {
        double sum = 0;
        for (int k = 0; k < input.length; k++) {
            sum += layer.weights()[o * input.length + k] * (double) input[k];
        }
        return sum * 16 / Math.pow(2, layer.shift()[o]) + layer.bias()[o];
    }

    private QuantizedLinear wide(byte[] shifts) {
        byte[] weights = new byte[4 * INPUTS];
        new Random(SEED).nextBytes(weights);
        for (int k = 0; k < INPUTS; k++) {
            weights[INPUTS + k] = (byte) (weights[INPUTS + k] % 8);
            weights[2 * INPUTS + k] = 0;
        }
        int[] bias = {1000, -1000, 7, 1 << 20};
        return new QuantizedLinear("layer", 4, INPUTS, 8, weights, bias, shifts, new byte[] {6, 6, 6, 2});
    }

    /** Neighbours share most of what they are, and means are far from 0. */
    private float[][] rows() {
        float[][] all = new float[ROWS][INPUTS];
        for (float[] row : all) {
            for (int k = 0; k < INPUTS; k++) {
                double before = k == 0 ? random.nextGaussian() : row[k - 1] / 30;
                row[k] = Math.round(30 * (0.9 * before + 0.4 * random.nextGaussian()) + k % 5);
            }
        }
        return all;
    }
}
