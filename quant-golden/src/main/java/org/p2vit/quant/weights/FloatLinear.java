// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Serializable;
import java.util.List;

/**
 * Weights of one linear layer: {@code y[o] = sum_k weight[o][k] * x[k] + bias[o]}.
 *
 * @param weight [outputs x inputs]
 * @param bias [outputs]
 */
public record FloatLinear(FloatTensor weight, FloatTensor bias) implements Serializable {
    public FloatLinear {
        if (weight.shape().size() != 2 || !bias.shape().equals(List.of(weight.rows()))) {
            throw new IllegalArgumentException("weight " + weight.shape() + " and bias " + bias.shape());
        }
    }

    /**
     * The layer with its outputs multiplied.
     *
     * @param factors [outputs]
     */
    FloatLinear scaled(FloatTensor factors) {
        float[] weights = weight.toArray();
        float[] biases = bias.toArray();
        for (int o = 0; o < outputs(); o++) {
            for (int k = 0; k < inputs(); k++) {
                weights[o * inputs() + k] *= factors.get(o);
            }
            biases[o] *= factors.get(o);
        }
        return new FloatLinear(FloatTensor.of(weights, outputs(), inputs()), FloatTensor.of(biases, outputs()));
    }

    public int outputs() {
        return weight.rows();
    }

    public int inputs() {
        return weight.columns();
    }
}
