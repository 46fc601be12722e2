// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.List;

/**
 * The input of a linear layer in the quantized network, on sample rows.
 *
 * @param columns stored values by input and sample: [inputs][samples]; multiples of 2^exponent
 * @param weightScale what weights are multiplied with, per input: 2^smoothing and the gain
 */
public record LayerInput(Coding coding, float[][] columns, double[] weightScale) {
    public static LayerInput of(InputRows rows, Coding coding) {
        List<float[]> stored =
                rows.seen().stream().map(row -> stored(row, coding)).toList();
        return of(coding, stored, rows.gain());
    }

    /** Of stored values by sample. */
    static LayerInput of(Coding coding, List<float[]> stored, double[] gain) {
        double[] weightScale = new double[gain.length];
        for (int k = 0; k < gain.length; k++) {
            weightScale[k] = Math.scalb(gain[k], coding.smoothing()[k]);
        }
        return new LayerInput(coding, SecondMoments.transposed(stored.toArray(float[][]::new)), weightScale);
    }

    private static float[] stored(float[] row, Coding coding) {
        float[] stored = new float[row.length];
        for (int k = 0; k < row.length; k++) {
            stored[k] = coding.stored(row[k], k);
        }
        return stored;
    }

    public int exponent() {
        return coding.exponent();
    }

    /** The stored values by sample: [samples][inputs]. */
    float[][] rows() {
        return SecondMoments.transposed(columns);
    }

    /** Weights of all outputs as this input needs them. */
    float[][] scaled(float[][] weights) {
        return Arrays.stream(weights).map(this::scaled).toArray(float[][]::new);
    }

    /** Weights of one output as this input needs them. */
    float[] scaled(float[] weights) {
        float[] scaled = new float[weights.length];
        for (int k = 0; k < weights.length; k++) {
            scaled[k] = (float) (weights[k] * weightScale[k]);
        }
        return scaled;
    }
}
