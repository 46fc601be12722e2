// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatBlock;

/** The float forward pass of one transformer block; {@link FloatForward} names its taps. */
final class FloatBlockForward {
    private final VitShape shape;
    private final FloatLayerNorm norm1;
    private final FloatMatMul qkv;
    private final FloatAttention attention;
    private final FloatMatMul proj;
    private final FloatLayerNorm norm2;
    private final FloatMatMul fc1;
    private final FloatMatMul fc2;

    FloatBlockForward(VitShape shape, FloatBlock block) {
        this.shape = shape;
        this.norm1 = new FloatLayerNorm(block.norm1());
        this.qkv = new FloatMatMul(block.qkv());
        this.attention = new FloatAttention(shape);
        this.proj = new FloatMatMul(block.proj());
        this.norm2 = new FloatLayerNorm(block.norm2());
        this.fc1 = new FloatMatMul(block.fc1());
        this.fc2 = new FloatMatMul(block.fc2());
    }

    /**
     * Applies the block to the residual stream.
     *
     * @param stream [tokens x dim], not changed
     * @param prefix what the names of its tensors begin with
     * @return [tokens x dim], a new array
     */
    float[] apply(float[] stream, String prefix, TensorTap tap) {
        return mlp(attend(stream, prefix, tap), prefix, tap);
    }

    private float[] attend(float[] stream, String prefix, TensorTap tap) {
        int tokens = shape.tokens();
        int dim = shape.dim();
        float[] normalized = norm1.apply(stream, tokens);
        tap.accept(prefix + "ln1", normalized, tokens, dim);
        float[] projections = qkv.apply(normalized, tokens);
        float[] queries = third(projections, 0);
        tap.accept(prefix + "q", queries, tokens, dim);
        float[] keys = third(projections, 1);
        tap.accept(prefix + "k", keys, tokens, dim);
        float[] values = third(projections, 2);
        tap.accept(prefix + "v", values, tokens, dim);
        float[] logits = attention.logits(queries, keys);
        int rows = shape.heads() * tokens;
        tap.accept(prefix + "attn_logits", logits, rows, tokens);
        float[] probabilities = FloatSoftmax.apply(logits, rows, tokens);
        tap.accept(prefix + "attn_probs", probabilities, rows, tokens);
        float[] mixed = attention.mix(probabilities, values);
        tap.accept(prefix + "attn_out", mixed, tokens, dim);
        return residual(stream, proj.apply(mixed, tokens), prefix + "proj", tap);
    }

    private float[] mlp(float[] stream, String prefix, TensorTap tap) {
        int tokens = shape.tokens();
        float[] normalized = norm2.apply(stream, tokens);
        tap.accept(prefix + "ln2", normalized, tokens, shape.dim());
        float[] hidden = fc1.apply(normalized, tokens);
        tap.accept(prefix + "fc1", hidden, tokens, shape.mlpDim());
        float[] activated = FloatActivation.apply(shape.activation(), hidden);
        tap.accept(prefix + "gelu", activated, tokens, shape.mlpDim());
        return residual(stream, fc2.apply(activated, tokens), prefix + "fc2", tap);
    }

    private float[] residual(float[] stream, float[] branch, String name, TensorTap tap) {
        tap.accept(name + "_branch", branch, shape.tokens(), shape.dim());
        float[] sum = new float[stream.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = stream[i] + branch[i];
        }
        tap.accept(name, sum, shape.tokens(), shape.dim());
        return sum;
    }

    private float[] third(float[] projections, int index) {
        int dim = shape.dim();
        float[] part = new float[shape.tokens() * dim];
        for (int token = 0; token < shape.tokens(); token++) {
            System.arraycopy(projections, (3 * token + index) * dim, part, token * dim, dim);
        }
        return part;
    }
}
