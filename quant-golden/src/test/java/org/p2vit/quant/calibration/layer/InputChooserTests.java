// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.options.QuantizerOptions;

class InputChooserTests {
    private static final long SEED = 54;
    private static final int INPUTS = 32;
    private final Random random = new Random(SEED);

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
