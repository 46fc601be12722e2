// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/**
 * Exponents of the tensors inside one block: value = code · 2^exponent. The array must not be modified.
 *
 * @param attentionLogits one per head, of the logits after division by √headDim
 */
public record BlockExponents(
        int norm1,
        int query,
        int key,
        int value,
        int[] attentionLogits,
        int attentionOutput,
        int norm2,
        int fc1,
        int gelu) {
    public BlockExponents {
        int[] scalars = {norm1, query, key, value, attentionOutput, norm2, fc1, gelu};
        Require.ints("block exponents", scalars, Exponents.MIN, Exponents.MAX);
        Require.ints("attention logit exponents", attentionLogits, Exponents.MIN, Exponents.MAX);
    }
}
