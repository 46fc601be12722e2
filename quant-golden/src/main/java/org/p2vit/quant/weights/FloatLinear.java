// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;

/**
 * Weights of one linear layer: {@code y[o] = sum_k weight[o][k] * x[k] + bias[o]}.
 *
 * @param weight [outputs x inputs]
 * @param bias [outputs]
 */
public record FloatLinear(FloatTensor weight, FloatTensor bias) {
    public FloatLinear {
        if (weight.shape().size() != 2 || !bias.shape().equals(List.of(weight.rows()))) {
            throw new IllegalArgumentException("weight " + weight.shape() + " and bias " + bias.shape());
        }
    }

    public int outputs() {
        return weight.rows();
    }

    public int inputs() {
        return weight.columns();
    }
}
