// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.util.Arrays;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.VitShape;

/**
 * The mean of the patches, contract §8.2: one row of attention with keys of zero, so that all logits are zero. The tap sees what it would
 * see of attention: {@code k}, {@code attn_logits}, {@code attn_codes}, {@code attn_sum}, {@code attn_out}.
 */
final class GoldenMean {
    private final int shift;
    private final CodedWeights weights;
    private final VitShape shape;
    private final TapPoint tap;

    GoldenMean(int shift, AttentionCoding coding, VitShape shape, TapPoint tap) {
        this.shift = shift;
        this.weights = new CodedWeights(coding);
        this.shape = shape;
        this.tap = tap;
    }

    /**
     * @param rows of all tokens, [tokens × dim]
     * @return [dim]
     */
    byte[] of(byte[] rows) {
        int dim = shape.dim();
        int keys = shape.patches();
        tapKeys(new byte[rows.length]);
        byte[] logits = new byte[keys];
        tap.accumulators("attn_logits", new int[keys], keys);
        tap.codes("attn_logits", logits, keys);
        byte[] values = Arrays.copyOfRange(rows, shape.constantTokens() * dim, rows.length);
        byte[] codes = weights.codes(logits, 1, keys, 0, 0);
        tap.codes("attn_codes", codes, keys);
        int[] sums = weights.sums(codes, keys);
        tap.values("attn_sum", sums, 1);
        int[] acc = weights.accumulate(codes, values, keys, dim, 0, dim);
        tap.accumulators("attn_out", acc, dim);
        byte[] mean = CodedWeights.output(acc, sums, shift);
        tap.codes("attn_out", mean, dim);
        return mean;
    }

    private void tapKeys(byte[] zeros) {
        tap.accumulators("k", new int[zeros.length], shape.dim());
        tap.codes("k", zeros, shape.dim());
    }
}
