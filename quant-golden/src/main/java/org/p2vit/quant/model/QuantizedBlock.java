// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.p2vit.quant.spec.NumericContract;

/**
 * One transformer block: LayerNorm, attention, projection added to the stream, LayerNorm, MLP added to the stream. Rows of
 * fc2's input have exponents up to {@value NumericContract#MAX_ROW_EXPONENT} and words of the stream up to
 * {@value NumericContract#MAX_STREAM_EXPONENT}, so no shift of fc2 and no residual shift is less (contract §2).
 */
public record QuantizedBlock(
        QuantizedNorm norm1,
        QuantizedAttention attention,
        QuantizedLinear projection,
        QuantizedNorm norm2,
        QuantizedLinear fc1,
        QuantizedGelu gelu,
        QuantizedLinear fc2) {
    public QuantizedBlock {
        Require.bytes(fc2.name() + " shift", fc2.shift(), NumericContract.MAX_ROW_EXPONENT, NumericContract.MAX_SHIFT);
        requireResidualShift(projection);
        requireResidualShift(fc2);
    }

    /** Its linear layers, in the order of computation. */
    public List<QuantizedLinear> layers() {
        return List.of(attention.query(), attention.key(), attention.value(), projection, fc1, fc2);
    }

    /** The block with each of its linear layers changed. */
    public QuantizedBlock withLayers(UnaryOperator<QuantizedLinear> change) {
        return new QuantizedBlock(
                norm1,
                new QuantizedAttention(
                        change.apply(attention.query()),
                        change.apply(attention.key()),
                        change.apply(attention.value()),
                        attention.logitShift(),
                        attention.softmaxShift(),
                        attention.valueShift()),
                change.apply(projection),
                norm2,
                change.apply(fc1),
                gelu,
                change.apply(fc2));
    }

    private static void requireResidualShift(QuantizedLinear layer) {
        Require.bytes(
                layer.name() + " residual shift",
                layer.residualShift(),
                NumericContract.MAX_STREAM_EXPONENT,
                NumericContract.MAX_RESIDUAL_SHIFT);
    }

    void requireShape(VitShape shape) {
        norm1.requireDim(shape.dim());
        attention.requireShape(shape);
        projection.requireShape(shape.dim(), shape.dim(), true);
        norm2.requireDim(shape.dim());
        fc1.requireShape(shape.mlpDim(), shape.dim(), false);
        fc2.requireShape(shape.dim(), shape.mlpDim(), true);
    }
}
