// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import org.p2vit.quant.weights.FloatLinear;

/** Weights and biases of some outputs of a linear layer, in arrays. */
public record FloatRows(float[][] weights, double[] bias) {
    public static FloatRows of(FloatLinear layer) {
        return of(layer, 0, layer.outputs());
    }

    /** Outputs {@code from … to − 1}. */
    public static FloatRows of(FloatLinear layer, int from, int to) {
        float[][] weights = new float[to - from][layer.inputs()];
        double[] bias = new double[to - from];
        for (int o = 0; o < weights.length; o++) {
            for (int k = 0; k < layer.inputs(); k++) {
                weights[o][k] = layer.weight().get(from + o, k);
            }
            bias[o] = layer.bias().get(from + o);
        }
        return new FloatRows(weights, bias);
    }

    /** These outputs multiplied with a constant. */
    public FloatRows times(double factor) {
        float[][] scaled = new float[weights.length][];
        double[] scaledBias = new double[bias.length];
        for (int o = 0; o < scaled.length; o++) {
            scaled[o] = weights[o].clone();
            for (int k = 0; k < scaled[o].length; k++) {
                scaled[o][k] = (float) (scaled[o][k] * factor);
            }
            scaledBias[o] = bias[o] * factor;
        }
        return new FloatRows(scaled, scaledBias);
    }
}
