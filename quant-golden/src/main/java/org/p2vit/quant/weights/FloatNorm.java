// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

/**
 * Scale and offset of one LayerNorm.
 *
 * @param gamma [dim]
 * @param beta [dim]
 */
public record FloatNorm(FloatTensor gamma, FloatTensor beta) {
    public FloatNorm {
        if (gamma.shape().size() != 1 || !gamma.shape().equals(beta.shape())) {
            throw new IllegalArgumentException("gamma " + gamma.shape() + " and beta " + beta.shape());
        }
    }
}
