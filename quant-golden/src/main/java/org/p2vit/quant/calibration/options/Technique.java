// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.options;

/** Parts of the quantizer that can be left out, so that what each is worth can be measured. */
public enum Technique {
    /** Channels of residual streams, q, k and v are mixed by orthogonal matrices, so that none outlies the others. */
    ROTATION,
    /** Weight exponents per output; without, per layer as far as the contract's shifts allow. */
    CHANNEL_WEIGHTS,
    /** Power-of-two smoothing between LayerNorm's output and the weights that read it. */
    SMOOTHING,
    /** A constant error of a layer's output is taken back by its bias. */
    BIAS_CORRECTION,
    /** A·V has a gain per head against the error of the softmax's coded weights. */
    ATTENTION_GAIN,
    /** Weights and biases are chosen for inputs as the quantized layers before give them; else for float inputs. */
    ERROR_PROPAGATION,
    /** Exponents of q and k by channel, balanced against each other; without, one for each of the two. Not on by default. */
    QUERY_KEY_BALANCE,
    /** Exponents of v by channel, taken back by the projection; without, one for v, one for A·V. Not on by default. */
    CHANNEL_VALUES,
    /** Exponents of activations are moved where the logits come closer to float; takes minutes. Not on by default. */
    DOWNSTREAM_EXPONENTS,
    /** Errors of rounding weights are made to cancel in the layer's output. */
    WEIGHT_COMPENSATION
}
