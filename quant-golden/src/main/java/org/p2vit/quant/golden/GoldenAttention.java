// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.util.Arrays;
import org.p2vit.quant.kernel.LogitKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.VitShape;

/** Attention of one block from LayerNorm output to attention output, contract §4 and §5. */
public final class GoldenAttention {
    private final QuantizedAttention attention;
    private final CodedWeights weights;
    private final int tokens;
    private final int constantTokens;
    private final int dim;
    private final int headDim;
    private final TapPoint tap;

    /** Attention that nobody looks into. */
    public GoldenAttention(QuantizedAttention attention, AttentionCoding coding, VitShape shape) {
        this(attention, coding, shape, TapPoint.root(IntegerTap.NONE));
    }

    GoldenAttention(QuantizedAttention attention, AttentionCoding coding, VitShape shape, TapPoint tap) {
        this.attention = attention;
        this.weights = new CodedWeights(coding);
        this.tokens = shape.tokens();
        this.constantTokens = shape.constantTokens();
        this.dim = attention.query().outputs();
        this.headDim = dim / attention.heads();
        this.tap = tap;
    }

    /**
     * @param normalized [tokens × dim]
     * @return A·V, [tokens × dim]
     */
    public byte[] forward(byte[] normalized) {
        byte[] query = GoldenLinear.forward(attention.query(), normalized, "q", tap);
        byte[] key = GoldenLinear.forward(attention.key(), normalized, "k", tap);
        byte[] value = GoldenLinear.forward(attention.value(), normalized, "v", tap);
        byte[] logits = logits(query, key);
        tap.codes("attn_logits", logits, tokens);
        byte[] output = weightedValues(softmax(logits), value);
        tap.codes("attn_out", output, dim);
        return output;
    }

    private byte[] logits(byte[] query, byte[] key) {
        int headSize = tokens * tokens;
        byte[] logits = new byte[attention.heads() * headSize];
        int[] all = tap.wantsAccumulators() ? new int[logits.length] : new int[0];
        for (int head = 0; head < attention.heads(); head++) {
            int[] acc = LogitKernel.accumulate(query, key, tokens, dim, head * headDim, headDim);
            byte[] codes = RequantKernel.requantize(acc, attention.logitShift()[head]);
            System.arraycopy(codes, 0, logits, head * headSize, headSize);
            if (tap.wantsAccumulators()) {
                System.arraycopy(acc, 0, all, head * headSize, headSize);
            }
        }
        tap.accumulators("attn_logits", all, tokens);
        return logits;
    }

    private byte[] softmax(byte[] logits) {
        int headSize = tokens * tokens;
        byte[] codes = new byte[logits.length];
        for (int head = 0; head < attention.heads(); head++) {
            byte[] rows = Arrays.copyOfRange(logits, head * headSize, (head + 1) * headSize);
            int shift = attention.softmaxShift()[head];
            byte[] headCodes = weights.codes(rows, tokens, tokens, constantTokens, shift);
            System.arraycopy(headCodes, 0, codes, head * headSize, headSize);
        }
        tap.codes("attn_codes", codes, tokens);
        return codes;
    }

    private byte[] weightedValues(byte[] codes, byte[] value) {
        int headSize = tokens * tokens;
        byte[] output = new byte[tokens * dim];
        int[] all = tap.wantsAccumulators() ? new int[output.length] : new int[0];
        int[] allSums = new int[attention.heads() * tokens];
        for (int head = 0; head < attention.heads(); head++) {
            byte[] headCodes = Arrays.copyOfRange(codes, head * headSize, (head + 1) * headSize);
            int from = head * headDim;
            int[] acc = weights.accumulate(headCodes, value, tokens, dim, from, headDim);
            int[] sums = weights.sums(headCodes, tokens);
            System.arraycopy(sums, 0, allSums, head * tokens, tokens);
            byte[] headOutput = CodedWeights.output(acc, sums, attention.valueShift()[head]);
            for (int token = 0; token < tokens; token++) {
                int to = token * dim + from;
                System.arraycopy(headOutput, token * headDim, output, to, headDim);
                if (tap.wantsAccumulators()) {
                    System.arraycopy(acc, token * headDim, all, to, headDim);
                }
            }
        }
        tap.values("attn_sum", allSums, 1);
        tap.accumulators("attn_out", all, dim);
        return output;
    }
}
