// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;

/** One transformer block: LayerNorm, attention, projection added to the stream, LayerNorm, MLP added to the stream. */
public record QuantizedBlock(
        QuantizedNorm norm1,
        QuantizedAttention attention,
        QuantizedLinear projection,
        QuantizedNorm norm2,
        QuantizedLinear fc1,
        QuantizedGelu gelu,
        QuantizedLinear fc2) {
    /** Its linear layers, in the order of computation. */
    public List<QuantizedLinear> layers() {
        return List.of(attention.query(), attention.key(), attention.value(), projection, fc1, fc2);
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
