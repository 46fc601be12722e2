// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Serializable;

/**
 * Scale and offset of one LayerNorm, and what it adds to variances.
 *
 * @param gamma [dim]
 * @param beta [dim]
 * @param epsilon above 0, in units of the squared input
 */
public record FloatNorm(FloatTensor gamma, FloatTensor beta, double epsilon) implements Serializable {
    /** The epsilon of timm's Vision Transformers. */
    public static final double TIMM_EPSILON = 1e-6;

    /** The epsilon of Hugging Face's, unless their configuration has another one. */
    public static final double HUGGING_FACE_EPSILON = 1e-12;

    public FloatNorm {
        if (gamma.shape().size() != 1 || !gamma.shape().equals(beta.shape())) {
            throw new IllegalArgumentException("gamma " + gamma.shape() + " and beta " + beta.shape());
        }
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon " + epsilon);
        }
    }
}
