// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

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
        int[] products = new int[h.length];
        for (int i = 0; i < h.length; i++) {
            products[i] = product(h[i], shift);
        }
        byte[] exponents = BlockCodes.leastExponents(products, columns, PRODUCT_BITS + Byte.SIZE - 1);
        byte[] codes = new byte[h.length];
        for (int i = 0; i < h.length; i++) {
            int exponent = exponents[BlockCodes.blockOf(i, columns)];
            codes[i] = FixedPoint.roundShiftSaturate8(products[i], PRODUCT_BITS + exponent);
        }
        return new BlockCodes(codes, exponents, columns);
    }

    private static int product(int h, int shift) {
        int magnitude = Math.abs(h);
        int tail = magnitude * ContractTables.tail((magnitude << TAIL_INDEX_BITS) >> shift);
        return (Math.max(h, 0) << TAIL_FRACTION_BITS) - tail;
    }
}
