// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.List;

/**
 * The input of a linear layer in the quantized network, on sample rows.
 *
 * @param columns stored values at the coding's exponent by input and sample: [inputs][samples]
 * @param weightScale what weights are multiplied with, per input: 2^smoothing and the gain
 */
public record LayerInput(Coding coding, float[][] columns, double[] weightScale) {
    public static LayerInput of(InputRows rows, Coding coding) {
        int inputs = rows.inputs();
        List<float[]> seen = rows.seen();
        float[][] columns = new float[inputs][seen.size()];
        double[] weightScale = new double[inputs];
        for (int k = 0; k < inputs; k++) {
            for (int s = 0; s < seen.size(); s++) {
                columns[k][s] = coding.stored(seen.get(s)[k], k);
            }
            weightScale[k] = Math.scalb(rows.gain()[k], coding.smoothing()[k]);
        }
        return new LayerInput(coding, columns, weightScale);
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
