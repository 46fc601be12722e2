// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/**
 * Exponents of the tensors inside one block: value = code · 2^exponent. The arrays must not be modified.
 *
 * @param norm1 one per channel: a common exponent and the smoothing factors folded into the norm (contract §3)
 * @param query per channel; with that of the key the same sum for all channels
 * @param key per channel
 * @param value per channel
 * @param attentionLogits one per head, of the logits after division by √headDim
 * @param attentionOutput per channel; within a head the differences are those of the values
 * @param norm2 one per channel, as norm1
 * @param gelu value = code · 2^(gelu + d), d being the exponent of the code's block (contract §6)
 */
public record BlockExponents(
        int[] norm1,
        int[] query,
        int[] key,
        int[] value,
        int[] attentionLogits,
        int[] attentionOutput,
        int[] norm2,
        int gelu) {
    public BlockExponents {
        Require.ints("query exponents", query, Exponents.MIN, Exponents.MAX);
        Require.ints("key exponents", key, Exponents.MIN, Exponents.MAX);
        Require.ints("value exponents", value, Exponents.MIN, Exponents.MAX);
        Require.ints("attention output exponents", attentionOutput, Exponents.MIN, Exponents.MAX);
        Require.ints("LayerNorm exponents", norm1, Exponents.MIN, Exponents.MAX);
        Require.ints("attention logit exponents", attentionLogits, Exponents.MIN, Exponents.MAX);
        Require.ints("LayerNorm exponents", norm2, Exponents.MIN, Exponents.MAX);
        Require.range("GELU exponent", gelu, QuantizedGelu.LEAST_EXPONENT, Exponents.MAX);
    }

    /** Of fc1's output, finer than the codes behind GELU. */
    public int fc1() {
        return QuantizedGelu.inputExponent(gelu);
    }

    void requireShape(VitShape shape) {
        Require.length("LayerNorm exponents", norm1.length, shape.dim());
        Require.length("query exponents", query.length, shape.dim());
        Require.length("key exponents", key.length, shape.dim());
        Require.length("value exponents", value.length, shape.dim());
        Require.length("attention output exponents", attentionOutput.length, shape.dim());
        Require.length("attention logit exponents", attentionLogits.length, shape.heads());
        Require.length("LayerNorm exponents", norm2.length, shape.dim());
    }
}
