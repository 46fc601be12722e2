// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Rows of int8 codes in blocks of {@value NumericContract#EXPONENT_BLOCK} neighbours with an exponent each, contract §6; a row
 * may end with a shorter block. Arrays must not be modified.
 *
 * @param codes y at {@code [row * columns + column]}
 * @param exponents d, 0 … 7, at {@code [row * blocks(columns) + block]}
 */
public record BlockCodes(byte[] codes, byte[] exponents, int columns) {
    /** How many blocks a row of so many columns has. */
    public static int blocks(int columns) {
        return (columns + NumericContract.EXPONENT_BLOCK - 1) / NumericContract.EXPONENT_BLOCK;
    }

    public int rows() {
        return codes.length / columns;
    }
}
