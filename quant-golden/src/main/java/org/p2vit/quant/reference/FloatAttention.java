// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import java.util.Arrays;
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
        float[] row = new float[tokens];
        float scale = (float) (1 / Math.sqrt(headDim));
        for (int head = 0; head < heads; head++) {
            float[][] scaledKeys = transposedHead(keys, head, scale);
            for (int token = 0; token < tokens; token++) {
                Arrays.fill(row, 0);
                FloatMatMul.accumulateRow(queries, start(token, head), scaledKeys, row);
                System.arraycopy(row, 0, logits, (head * tokens + token) * tokens, tokens);
            }
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
        float[] row = new float[headDim];
        for (int head = 0; head < heads; head++) {
            float[][] ofHead = new float[tokens][];
            for (int token = 0; token < tokens; token++) {
                int start = start(token, head);
                ofHead[token] = Arrays.copyOfRange(values, start, start + headDim);
            }
            for (int token = 0; token < tokens; token++) {
                Arrays.fill(row, 0);
                FloatMatMul.accumulateRow(probabilities, (head * tokens + token) * tokens, ofHead, row);
                System.arraycopy(row, 0, output, start(token, head), headDim);
            }
        }
        return output;
    }

    private float[][] transposedHead(float[] matrix, int head, float scale) {
        float[][] transposed = new float[headDim][tokens];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < headDim; i++) {
                transposed[i][token] = matrix[start(token, head) + i] * scale;
            }
        }
        return transposed;
    }

    private int start(int token, int head) {
        return (token * heads + head) * headDim;
    }
}
