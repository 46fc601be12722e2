// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.reference.FloatGelu;

class InputChooserTests {
    private static final long SEED = 54;
    private static final int INPUTS = 32;
    private final Random random = new Random(SEED);

    @Test
    void behindGeluTheNegativeCodesAreUsed() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(FloatGelu.apply(row(1.5)));
        }
        FloatRows layer = layer();
        Coding plain = InputChooser.uniform(InputRows.of(rows), layer, 8, QuantizerOptions.DEFAULT)
                .coding();
        Coding chosen = InputChooser.behindGelu(InputRows.of(rows), layer, 8, QuantizerOptions.DEFAULT)
                .coding();
        assertThat(plain.offset()).isZero();
        assertThat(chosen.offset()).isPositive();
        assertThat(chosen.exponent()).isEqualTo(plain.exponent() - 1);
        // The least value of GELU is still a code, and one more would not be.
        double least = -0.17 * Math.pow(2, -chosen.exponent());
        assertThat(least - chosen.offset()).isGreaterThanOrEqualTo(-128);
        assertThat(least - (chosen.offset() + 1)).isLessThan(-128);
        Coding without = InputChooser.behindGelu(
                        InputRows.of(rows), layer, 8, QuantizerOptions.DEFAULT.without(Technique.GELU_OFFSET))
                .coding();
        assertThat(without.offset()).isZero();
    }

    /** However small values are, their codes have an exponent for which §6 has a shift; with the least, no offset is left. */
    @ParameterizedTest
    @EnumSource
    void theExponentBehindGeluHasALeast(ScaleRounding rounding) {
        for (int power : new int[] {-18, -16, -14, -12}) {
            List<float[]> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                rows.add(row(Math.scalb(1.0, power)));
            }
            QuantizerOptions options = QuantizerOptions.DEFAULT.withRounding(rounding);
            assertThat(InputChooser.uniform(InputRows.of(rows), layer(), 8, options)
                            .exponent())
                    .as("spread 2^%d, seed %d", power, SEED)
                    .isLessThan(-10);
            LayerInput chosen = InputChooser.behindGelu(InputRows.of(rows), layer(), 8, options);
            assertThat(chosen.exponent())
                    .as("spread 2^%d, seed %d", power, SEED)
                    .isEqualTo(-10);
            assertThat(chosen.coding().offset()).isZero();
        }
    }

    @Test
    void smoothingTakesAnOutlierChannelIntoTheWeights() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            float[] row = row(1);
            row[5] *= 60;
            rows.add(row);
        }
        LayerInput chosen = InputChooser.smoothed(InputRows.of(rows), layer(), 8, QuantizerOptions.DEFAULT);
        int[] smoothing = chosen.coding().smoothing();
        for (int k = 0; k < INPUTS; k++) {
            if (k != 5) {
                assertThat(smoothing[5]).as("channel %d, seed %d", k, SEED).isGreaterThanOrEqualTo(smoothing[k] + 2);
            }
        }
        assertThat(chosen.weightScale()[5]).isEqualTo(Math.pow(2, smoothing[5]));
    }

    @Test
    void alikeChannelsNeedNoGain() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(row(1));
        }
        LayerInput chosen = InputChooser.uniform(InputRows.of(rows), layer(), 8, QuantizerOptions.DEFAULT);
        assertThat(chosen.coding().smoothing()).containsOnly(0);
        assertThat(chosen.weightScale()).containsOnly(1);
        assertThat(chosen.exponent()).isBetween(-6, -4);
    }

    private float[] row(double spread) {
        float[] row = new float[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
            row[k] = (float) (spread * random.nextGaussian());
        }
        return row;
    }

    private FloatRows layer() {
        float[][] weights = new float[24][];
        for (int o = 0; o < weights.length; o++) {
            weights[o] = row(0.2);
        }
        return new FloatRows(weights, new double[weights.length]);
    }
}
