// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.util.Arrays;
import org.p2vit.quant.spec.NumericContract;

/**
 * Rows of the residual stream, contract §2.2: int9 codes in blocks of {@value NumericContract#EXPONENT_BLOCK} neighbours with an
 * exponent each, laid out as in {@link BlockCodes}. Arrays must not be modified.
 *
 * @param codes x at {@code [row * columns + column]}
 * @param exponents k, 0 … 6, at {@code [row * BlockCodes.blocks(columns) + block]}
 */
public record StreamCodes(short[] codes, byte[] exponents, int columns) {
    /** Codes whose blocks all have the exponent 0. */
    public static StreamCodes withoutExponents(short[] codes, int columns) {
        return new StreamCodes(codes, new byte[codes.length / columns * BlockCodes.blocks(columns)], columns);
    }

    public int rows() {
        return codes.length / columns;
    }

    /** k of the block that the element at {@code index} of the codes belongs to. */
    public int exponentAt(int index) {
        return exponents[BlockCodes.blockOf(index, columns)];
    }

    /** The first rows alone. */
    public StreamCodes firstRows(int count) {
        return new StreamCodes(
                Arrays.copyOf(codes, count * columns),
                Arrays.copyOf(exponents, count * BlockCodes.blocks(columns)),
                columns);
    }
}
