// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * What exponents and shifts say about each other (contract §2, §4, §5). The integers depend on the shifts alone and all that is
 * reported in real values on the exponents, so a contradiction would go unnoticed. The exponent of weights is not stored and
 * makes up for any shift of a linear layer but that of the residual, so there nothing can contradict.
 */
record ExponentRelations(
        VitShape shape,
        QuantizedLinear patchEmbedding,
        List<QuantizedBlock> blocks,
        QuantizedReadout readout,
        AttentionCoding attention,
        Exponents exponents) {

    /** @throws InvalidInputException naming the first contradiction */
    void require() {
        int[] stream = exponents.stream();
        requireResidual(
                patchEmbedding, c -> stream[0] - (exponents.position()[c] - NumericContract.STORED_STREAM_SHIFT));
        for (int n = 0; n < blocks.size(); n++) {
            int middle = 2 * n + 1;
            requireResidual(blocks.get(n).projection(), c -> stream[middle] - stream[middle - 1]);
            requireResidual(blocks.get(n).fc2(), c -> stream[middle + 1] - stream[middle]);
            require(
                    "GELU shift behind " + blocks.get(n).fc1().name(),
                    blocks.get(n).gelu().shift(),
                    shape.activation().shift(exponents.blocks().get(n).gelu()));
            for (int head = 0; head < shape.heads(); head++) {
                requireHead(blocks.get(n).attention(), exponents.blocks().get(n), head);
            }
        }
        int last = stream[stream.length - 1];
        if (readout instanceof QuantizedNarrowing narrowing) {
            requireNarrowing(narrowing, last, 0);
        } else if (readout instanceof QuantizedMean mean && mean.after().isPresent()) {
            requireMeanNorm(mean, (QuantizedNarrowing) mean.rows());
        } else if (readout instanceof QuantizedMean mean && mean.rows() instanceof QuantizedNarrowing narrowing) {
            requireNarrowing(narrowing, last, mean.finer());
        }
    }

    /** residualShift = e − e_r + 8, e being that of the head's input and what this is finer by. */
    private void requireNarrowing(QuantizedNarrowing narrowing, int stream, int finer) {
        for (int c = 0; c < shape.dim(); c++) {
            int shift = QuantizedNarrowing.shift(exponents.readout()[c] + finer, stream);
            require(narrowing.name() + " residual shift[" + c + "]", narrowing.residualShift()[c], shift);
        }
    }

    /** Narrowing and lift cancel: what their shifts add up to is the same in all channels, for they lead to one stream. */
    private void requireMeanNorm(QuantizedMean mean, QuantizedNarrowing narrowing) {
        byte[] lift = mean.after().orElseThrow().shift();
        int sum = narrowing.residualShift()[0] + lift[0];
        for (int c = 0; c < shape.dim(); c++) {
            require(
                    QuantizedMeanNorm.NAME + " shift[" + c + "]",
                    lift[c],
                    sum - narrowing.residualShift()[c]);
        }
    }

    /**
     * residualShift = e − e_r + 7.
     *
     * @param difference e − e_r of an output
     */
    private static void requireResidual(QuantizedLinear layer, IntUnaryOperator difference) {
        for (int o = 0; o < layer.outputs(); o++) {
            int shift = difference.applyAsInt(o) + NumericContract.RESIDUAL_SHIFT_BASE;
            require(layer.name() + " residual shift[" + o + "]", layer.residualShift()[o], shift);
        }
    }

    private void requireHead(QuantizedAttention layers, BlockExponents e, int head) {
        String query = layers.query().name();
        int logits = e.attentionLogits()[head];
        int softmax = attention.softmaxShiftBase() - logits;
        require("softmax shift of " + query + "[" + head + "]", layers.softmaxShift()[head], softmax);
        int first = head * shape.headDim();
        for (int c = first; c < first + shape.headDim(); c++) {
            int logit = logits + shape.rootShift() - e.query()[c] - e.key()[c];
            require("logit shift of " + query + ", channel " + c, layers.logitShift()[head], logit);
            int value = e.attentionOutput()[c] - e.value()[c] + NumericContract.QUOTIENT_FRACTION_BITS;
            require("value shift of " + layers.value().name() + ", channel " + c, layers.valueShift()[head], value);
        }
    }

    private static void require(String what, int shift, int expected) {
        if (shift != expected) {
            throw new InvalidInputException(what + " is " + shift + "; the exponents around it say " + expected);
        }
    }
}
