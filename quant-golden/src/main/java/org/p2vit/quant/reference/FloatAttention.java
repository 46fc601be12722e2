// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.model.VitShape;

/** The two products of multi-head attention; softmax stands between them. */
final class FloatAttention {
    private final int tokens;
    private final int heads;
    private final int headDim;

    FloatAttention(VitShape shape) {
        this.tokens = shape.tokens();
        this.heads = shape.heads();
        this.headDim = shape.headDim();
    }

    /**
     * Scaled dot products {@code q k^T / sqrt(headDim)}.
     *
     * @param queries [tokens x dim], heads side by side
     * @param keys [tokens x dim], heads side by side
     * @return [heads*tokens x tokens], head after head
     */
    float[] logits(float[] queries, float[] keys) {
        float[] logits = new float[heads * tokens * tokens];
        float scale = (float) (1 / Math.sqrt(headDim));
        for (int head = 0; head < heads; head++) {
            float[] scaled = ofHead(queries, head);
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= scale;
            }
            float[] transposedKeys = FloatMatMul.transpose(ofHead(keys, head), tokens, headDim);
            float[] product = new float[tokens * tokens];
            FloatMatMul.accumulate(scaled, tokens, headDim, transposedKeys, tokens, product);
            System.arraycopy(product, 0, logits, head * product.length, product.length);
        }
        return logits;
    }

    /**
     * Mixes values by attention weights.
     *
     * @param probabilities [heads*tokens x tokens]
     * @param values [tokens x dim], heads side by side
     * @return [tokens x dim], heads side by side
     */
    float[] mix(float[] probabilities, float[] values) {
        float[] output = new float[values.length];
        float[] weights = new float[tokens * tokens];
        for (int head = 0; head < heads; head++) {
            System.arraycopy(probabilities, head * weights.length, weights, 0, weights.length);
            float[] product = new float[tokens * headDim];
            FloatMatMul.accumulate(weights, tokens, tokens, ofHead(values, head), headDim, product);
            for (int token = 0; token < tokens; token++) {
                System.arraycopy(product, token * headDim, output, start(token, head), headDim);
            }
        }
        return output;
    }

    private float[] ofHead(float[] matrix, int head) {
        float[] columns = new float[tokens * headDim];
        for (int token = 0; token < tokens; token++) {
            System.arraycopy(matrix, start(token, head), columns, token * headDim, headDim);
        }
        return columns;
    }

    private int start(int token, int head) {
        return (token * heads + head) * headDim;
    }
}
