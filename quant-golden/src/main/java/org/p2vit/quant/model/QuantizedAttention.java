// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * Attention of one block up to the projection, contract §4 and §5. The outputs of query, key and value are the heads
 * one after another; shifts have one entry per head and must not be modified.
 *
 * @param logitShift rounding shift of QKᵀ, 0 … 31
 * @param softmaxShift 15 − e_l of the logits, 0 … 31; 7 − e_l in a network with uniform weights
 * @param valueShift {@code avShift}, rounding shift of A·V, 0 … 31
 */
public record QuantizedAttention(
        QuantizedLinear query,
        QuantizedLinear key,
        QuantizedLinear value,
        int[] logitShift,
        int[] softmaxShift,
        int[] valueShift) {
    public QuantizedAttention {
        Require.range("heads of " + query.name(), logitShift.length, 1, NumericContract.MAX_DIM);
        Require.length("softmax shift of " + query.name(), softmaxShift.length, logitShift.length);
        Require.length("value shift of " + value.name(), valueShift.length, logitShift.length);
        Require.ints("logit shift of " + query.name(), logitShift, 0, NumericContract.MAX_SHIFT);
        Require.ints("softmax shift of " + query.name(), softmaxShift, 0, NumericContract.MAX_SHIFT);
        Require.ints("value shift of " + value.name(), valueShift, 0, NumericContract.MAX_SHIFT);
        if (query.outputs() % logitShift.length != 0) {
            throw new InvalidInputException(query.name() + " has " + query.outputs()
                    + " outputs, which do not divide into " + logitShift.length + " heads");
        }
    }

    public int heads() {
        return logitShift.length;
    }

    void requireShape(VitShape shape) {
        query.requireShape(shape.dim(), shape.dim(), false);
        key.requireShape(shape.dim(), shape.dim(), false);
        value.requireShape(shape.dim(), shape.dim(), false);
        Require.length("logit shift of " + query.name(), heads(), shape.heads());
    }
}
