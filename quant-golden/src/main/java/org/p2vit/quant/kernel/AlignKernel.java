// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/** Takes the blocks of each row to the greatest of their exponents, contract §6.1. */
public final class AlignKernel {
    private AlignKernel() {}

    /** {@code ρ = max d}, {@code a = roundShift(y, ρ − d)}. */
    public static RowCodes align(BlockCodes blocks) {
        int columns = blocks.columns();
        int perRow = BlockCodes.blocks(columns);
        byte[] codes = new byte[blocks.codes().length];
        byte[] rowExponents = new byte[blocks.rows()];
        for (int row = 0; row < rowExponents.length; row++) {
            for (int b = 0; b < perRow; b++) {
                rowExponents[row] = (byte) Math.max(rowExponents[row], blocks.exponents()[row * perRow + b]);
            }
            for (int k = 0; k < columns; k++) {
                int i = row * columns + k;
                int exponent = blocks.exponents()[BlockCodes.blockOf(i, columns)];
                codes[i] = (byte) FixedPoint.roundShift(blocks.codes()[i], rowExponents[row] - exponent);
            }
        }
        return new RowCodes(codes, rowExponents);
    }
}
