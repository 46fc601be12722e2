// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.GeluTable;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatBlock;

/** Quantizes one block between residual streams that have their exponents. */
final class BlockQuantizer {
    private final VitShape shape;
    private final ActivationStatistics statistics;
    private final QuantizerOptions options;
    private final String at;
    private final FloatBlock block;
    private final AttentionRows attentionRows;
    private final ActivationExponents exponents;

    /** A block and the exponents of its tensors. */
    record Result(QuantizedBlock block, BlockExponents exponents) {}

    BlockQuantizer(
            VitShape shape, FloatBlock block, ActivationStatistics statistics, QuantizerOptions options, int index) {
        this.shape = shape;
        this.statistics = statistics;
        this.options = options;
        this.block = block;
        this.at = "blocks." + index + ".";
        this.attentionRows =
                AttentionRows.of(shape, statistics.rows(at + "attn_out"), statistics.rows(at + "attn_coded"), options);
        this.exponents = ActivationExponents.choose(
                shape, statistics, at, attentionRows.centred(statistics.rows(at + "v")), options.rounding());
    }

    /**
     * @param before stream that enters the block
     * @param middle stream after attention
     * @param after stream that leaves the block
     */
    Result quantize(StreamExponents before, StreamExponents middle, StreamExponents after) {
        LayerInput normal1 = InputChooser.smoothed(
                InputRows.of(statistics.rows(at + "ln1")), FloatRows.of(block.qkv()), bits("q"), options);
        FloatRows projection = FloatRows.of(block.proj()).withInputLess(attentionRows.centre());
        LayerInput attended = InputChooser.uniform(attentionRows.input(), projection, bits("proj"), options);
        FloatRows fc1 = FloatRows.of(block.fc1());
        LayerInput normal2 =
                InputChooser.smoothed(InputRows.of(statistics.rows(at + "ln2")), fc1, bits("fc1"), options);
        FloatRows fc2 = FloatRows.of(block.fc2());
        LayerInput activated =
                InputChooser.behindGelu(InputRows.of(statistics.rows(at + "gelu")), fc2, bits("fc2"), options);

        // No shift of §5 may be negative; only values that hardly differ in their rows come near this limit.
        int value = Math.min(
                exponents.value(), attended.exponent() + options.attention().fractionBits());

        QuantizedBlock quantized = new QuantizedBlock(
                NormQuantizer.quantize(
                        at + "ln1",
                        block.norm1(),
                        before.factor(),
                        normal1.coding().channelExponents()),
                attention(normal1, value, attended.exponent()),
                layer("proj", projection, attended).toStream(middle.perChannel(), before.perChannel()),
                NormQuantizer.quantize(
                        at + "ln2",
                        block.norm2(),
                        middle.factor(),
                        normal2.coding().channelExponents()),
                layer("fc1", fc1, normal2).toExponent(exponents.fc1()),
                GeluTable.of(
                        exponents.fc1(),
                        activated.exponent(),
                        activated.coding().offset()),
                layer("fc2", fc2, activated).toStream(after.perChannel(), middle.perChannel()));
        return new Result(
                quantized,
                new BlockExponents(
                        normal1.coding().channelExponents(),
                        exponents.query(),
                        exponents.key(),
                        value,
                        exponents.logits(),
                        attended.exponent(),
                        normal2.coding().channelExponents(),
                        exponents.fc1(),
                        activated.exponent(),
                        activated.coding().offset(),
                        attentionRows.centre()));
    }

    private QuantizedAttention attention(LayerInput normalized, int value, int outputExponent) {
        QueryScale scale = QueryScale.of(shape);
        int heads = shape.heads();
        int[] logitShift = new int[heads];
        int[] softmaxShift = new int[heads];
        int[] valueShift = new int[heads];
        for (int head = 0; head < heads; head++) {
            int logits = exponents.logits()[head];
            logitShift[head] = logits + scale.shift() - exponents.query() - exponents.key();
            softmaxShift[head] = NumericContract.SOFTMAX_SHIFT_BASE - logits;
        }
        Arrays.fill(valueShift, outputExponent - value + options.attention().fractionBits());
        return new QuantizedAttention(
                layer("q", third(0).times(scale.factor()), normalized).toExponent(exponents.query()),
                layer("k", third(1), normalized).toExponent(exponents.key()),
                layer("v", third(2).less(attentionRows.centre()), normalized).toExponent(value),
                logitShift,
                softmaxShift,
                valueShift);
    }

    private FloatRows third(int index) {
        return FloatRows.of(block.qkv(), index * shape.dim(), (index + 1) * shape.dim());
    }

    private LinearQuantizer layer(String name, FloatRows rows, LayerInput input) {
        return new LinearQuantizer(at + name, rows, input, bits(name), options);
    }

    private int bits(String layer) {
        return options.bitsOf(at + layer);
    }
}
