// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import java.util.Arrays;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNorm;

/**
 * A quantized block whose activations can be stored finer or coarser: shifts and biases change, codes of
 * weights do not. What the contract cannot express is found when the block is made.
 */
final class BlockDraft {
    private final Form form;
    private final int[] query;
    private final int[] key;
    private final int[] value;
    private final int[] logits;
    private final int[] output;
    private QuantizedNorm norm1;
    private QuantizedLinear queryLayer;
    private QuantizedLinear keyLayer;
    private QuantizedLinear valueLayer;
    private final int[] logitShift;
    private final int[] softmaxShift;
    private final int[] valueShift;
    private QuantizedLinear projection;
    private QuantizedLinear fc1Layer;
    private int norm1Steps;
    private int norm2Steps;
    private QuantizedNorm norm2;

    /** A block and what its codes mean. */
    record Form(QuantizedBlock block, BlockExponents exponents) {}

    BlockDraft(Form form) {
        this.form = form;
        BlockExponents exponents = form.exponents;
        QuantizedAttention attention = form.block.attention();
        this.query = exponents.query().clone();
        this.key = exponents.key().clone();
        this.value = exponents.value().clone();
        this.logits = exponents.attentionLogits().clone();
        this.output = exponents.attentionOutput().clone();
        this.norm1 = form.block.norm1();
        this.queryLayer = attention.query();
        this.keyLayer = attention.key();
        this.valueLayer = attention.value();
        this.logitShift = attention.logitShift().clone();
        this.softmaxShift = attention.softmaxShift().clone();
        this.valueShift = attention.valueShift().clone();
        this.projection = form.block.projection();
        this.norm2 = form.block.norm2();
        this.fc1Layer = form.block.fc1();
    }

    /** @throws org.p2vit.quant.InvalidInputException if the contract has no such shift or bias */
    Form form() {
        BlockExponents old = form.exponents;
        QuantizedBlock block = new QuantizedBlock(
                norm1,
                new QuantizedAttention(queryLayer, keyLayer, valueLayer, logitShift, softmaxShift, valueShift),
                projection,
                norm2,
                fc1Layer,
                form.block.gelu(),
                form.block.fc2());
        return new Form(
                block,
                new BlockExponents(
                        moved(old.norm1(), norm1Steps),
                        query,
                        key,
                        value,
                        logits,
                        output,
                        moved(old.norm2(), norm2Steps),
                        old.gelu()));
    }

    void norm1(int step) {
        norm1 = writing(norm1, step);
        queryLayer = reading(queryLayer, step);
        keyLayer = reading(keyLayer, step);
        valueLayer = reading(valueLayer, step);
        norm1Steps += step;
    }

    void query(int step) {
        queryLayer = writing(queryLayer, step);
        move(query, step);
        move(logitShift, -step);
    }

    void key(int step) {
        keyLayer = writing(keyLayer, step);
        move(key, step);
        move(logitShift, -step);
    }

    void logits(int head, int step) {
        logits[head] += step;
        logitShift[head] += step;
        softmaxShift[head] -= step;
    }

    void value(int step) {
        valueLayer = writing(valueLayer, step);
        move(value, step);
        move(valueShift, -step);
    }

    void attentionOutput(int step) {
        move(valueShift, step);
        move(output, step);
        projection = reading(projection, step);
    }

    void norm2(int step) {
        norm2 = writing(norm2, step);
        fc1Layer = reading(fc1Layer, step);
        norm2Steps += step;
    }

    private static void move(int[] values, int step) {
        Arrays.setAll(values, i -> values[i] + step);
    }

    private static int[] moved(int[] values, int step) {
        return Arrays.stream(values).map(value -> value + step).toArray();
    }

    private static QuantizedNorm writing(QuantizedNorm norm, int step) {
        return new QuantizedNorm(norm.name(), norm.gain(), norm.offset(), norm.shift() + step);
    }

    /** The layer, one without a residual, with an output that is stored coarser by a step. */
    private static QuantizedLinear writing(QuantizedLinear layer, int step) {
        int[] bias = Arrays.stream(layer.bias())
                .map(b -> Math.toIntExact(Math.round(Math.scalb((double) b, -step))))
                .toArray();
        return layer.with(bias, moved(layer.shift(), step), layer.residualShift());
    }

    /** The layer behind an input that is stored coarser by a step: so is its accumulator. */
    private static QuantizedLinear reading(QuantizedLinear layer, int step) {
        return layer.with(layer.bias(), moved(layer.shift(), -step), layer.residualShift());
    }

    private static byte[] moved(byte[] shifts, int step) {
        byte[] moved = shifts.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (byte) step;
        }
        return moved;
    }
}
