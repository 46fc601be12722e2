// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.p2vit.quant.spec.NumericContract.EXPONENT_BLOCK;
import static org.p2vit.quant.spec.NumericContract.GELU_GUARD_BITS;
import static org.p2vit.quant.spec.NumericContract.TAIL_FRACTION_BITS;
import static org.p2vit.quant.spec.NumericContract.TAIL_INDEX_BITS;

/**
 * GELU of an unrounded sum, contract §6: {@code x·Φ(x) = max(x, 0) − |x|·Q(|x|)}, Q being a table. Blocks of neighbouring
 * results get the least exponent that holds them.
 */
public final class GeluKernel {
    /** Fraction bits of a product at the exponent of the result. */
    private static final int PRODUCT_BITS = TAIL_FRACTION_BITS + GELU_GUARD_BITS;

    private GeluKernel() {}

    /**
     * @param h int18 at {@code [row * columns + column]}, at 2^−3 of the exponent of the result
     * @param shift j, 0 … 15
     */
    public static BlockCodes apply(int[] h, int columns, int shift) {
        int perRow = BlockCodes.blocks(columns);
        byte[] codes = new byte[h.length];
        byte[] exponents = new byte[h.length / columns * perRow];
        int[] products = new int[EXPONENT_BLOCK];
        for (int b = 0; b < exponents.length; b++) {
            int column = b % perRow * EXPONENT_BLOCK;
            int from = b / perRow * columns + column;
            int count = Math.min(EXPONENT_BLOCK, columns - column);
            int exponent = 0;
            for (int i = 0; i < count; i++) {
                products[i] = product(h[from + i], shift);
                exponent = Math.max(exponent, exponent(products[i]));
            }
            exponents[b] = (byte) exponent;
            for (int i = 0; i < count; i++) {
                codes[from + i] = FixedPoint.roundShiftSaturate8(products[i], PRODUCT_BITS + exponent);
            }
        }
        return new BlockCodes(codes, exponents, columns);
    }

    private static int product(int h, int shift) {
        int magnitude = Math.abs(h);
        int tail = magnitude * ContractTables.tail((magnitude << TAIL_INDEX_BITS) >> shift);
        return (Math.max(h, 0) << TAIL_FRACTION_BITS) - tail;
    }

    /** The least d with −2^(19+d) ≤ p &lt; 2^(19+d). */
    private static int exponent(int product) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(product < 0 ? ~product : product);
        return Math.max(0, bits - (PRODUCT_BITS + Byte.SIZE - 1));
    }
}
