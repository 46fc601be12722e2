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

    /** Where the exponent of the element at {@code index} is found. */
    public static int blockOf(int index, int columns) {
        return index / columns * blocks(columns) + index % columns / NumericContract.EXPONENT_BLOCK;
    }

    public int rows() {
        return codes.length / columns;
    }

    /** The least exponent e from 0 on of each block with −2^(bits+e) ≤ value &lt; 2^(bits+e) for all its values. */
    static byte[] leastExponents(int[] values, int columns, int bits) {
        byte[] exponents = new byte[values.length / columns * blocks(columns)];
        for (int i = 0; i < values.length; i++) {
            int needed = Integer.SIZE - Integer.numberOfLeadingZeros(values[i] < 0 ? ~values[i] : values[i]);
            int block = blockOf(i, columns);
            exponents[block] = (byte) Math.max(exponents[block], needed - bits);
        }
        return exponents;
    }
}
