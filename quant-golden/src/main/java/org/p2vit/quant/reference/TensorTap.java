// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

/**
 * Sees every intermediate tensor of a forward pass, in the order of computation; {@link FloatForward} lists the names.
 *
 * <p>The array belongs to the pass: it is valid only during the call and must be copied to be kept. A tap may overwrite
 * its values, and the pass goes on with what it left there: so a layer's inputs can be replaced by quantized ones.
 */
@FunctionalInterface
public interface TensorTap {
    /** A tap that looks at nothing. */
    TensorTap NONE = (name, data, rows, columns) -> {};

    /**
     * Receives one tensor.
     *
     * @param name for example {@code blocks.0.ln1}
     * @param data row-major, {@code rows * columns} values
     */
    void accept(String name, float[] data, int rows, int columns);
}
