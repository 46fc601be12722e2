// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.GeluTable;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatBlock;

/** Quantizes one block whose activations have their exponents. */
final class BlockQuantizer {
    private final VitShape shape;
    private final ActivationStatistics statistics;
    private final QuantizerOptions options;
    private final String at;

    BlockQuantizer(VitShape shape, ActivationStatistics statistics, QuantizerOptions options, int index) {
        this.shape = shape;
        this.statistics = statistics;
        this.options = options;
        this.at = "blocks." + index + ".";
    }

    /**
     * @param before stream that enters the block
     * @param middle stream after attention
     * @param after stream that leaves the block
     */
    QuantizedBlock quantize(
            FloatBlock block, BlockExponents e, StreamExponents before, StreamExponents middle, StreamExponents after) {
        LayerInput attended = input("attn_out", e.attentionOutput());
        LayerInput activated = input("gelu", e.gelu());
        return new QuantizedBlock(
                NormQuantizer.quantize(at + "ln1", block.norm1(), before.factor(), e.norm1()),
                attention(block, e),
                LinearQuantizer.of(at + "proj", block.proj(), attended, bits("proj"))
                        .toStream(middle.perChannel(), before.perChannel()),
                NormQuantizer.quantize(at + "ln2", block.norm2(), middle.factor(), e.norm2()),
                LinearQuantizer.of(at + "fc1", block.fc1(), input("ln2", e.norm2()), bits("fc1"))
                        .toExponent(e.fc1()),
                GeluTable.of(e.fc1(), e.gelu()),
                LinearQuantizer.of(at + "fc2", block.fc2(), activated, bits("fc2"))
                        .toStream(after.perChannel(), middle.perChannel()));
    }

    private QuantizedAttention attention(FloatBlock block, BlockExponents e) {
        LayerInput normalized = input("ln1", e.norm1());
        QueryScale scale = QueryScale.of(shape);
        int[] logitShift = e.attentionLogits().clone();
        int[] softmaxShift = new int[logitShift.length];
        int[] valueShift = new int[logitShift.length];
        for (int head = 0; head < logitShift.length; head++) {
            softmaxShift[head] = NumericContract.SOFTMAX_SHIFT_BASE - logitShift[head];
            logitShift[head] += scale.shift() - e.query() - e.key();
        }
        Arrays.fill(valueShift, e.attentionOutput() - e.value() + NumericContract.ATTENTION_FRACTION_BITS);
        return new QuantizedAttention(
                third(block, "q", 0, scale.factor(), normalized, e.query()),
                third(block, "k", 1, 1, normalized, e.key()),
                third(block, "v", 2, 1, normalized, e.value()),
                logitShift,
                softmaxShift,
                valueShift);
    }

    private QuantizedLinear third(
            FloatBlock block, String name, int index, double scale, LayerInput normalized, int exponent) {
        int from = index * shape.dim();
        return LinearQuantizer.ofRows(at + name, block.qkv(), from, from + shape.dim(), scale, normalized, bits(name))
                .toExponent(exponent);
    }

    private LayerInput input(String tensor, int exponent) {
        return LayerInput.of(statistics.rows(at + tensor), exponent);
    }

    private int bits(String layer) {
        return options.bitsOf(at + layer);
    }
}
