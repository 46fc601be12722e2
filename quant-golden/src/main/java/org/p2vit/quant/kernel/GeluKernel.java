// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.p2vit.quant.spec.NumericContract.GELU_GUARD_BITS;
import static org.p2vit.quant.spec.NumericContract.TAIL_FRACTION_BITS;
import static org.p2vit.quant.spec.NumericContract.TAIL_INDEX_BITS;

/** GELU of an unrounded sum, contract §6: {@code x·Φ(x) = max(x, 0) − |x|·Q(|x|)}, Q being a table. */
public final class GeluKernel {
    private GeluKernel() {}

    /**
     * @param h int16, at 2^−3 of the exponent of the result
     * @param shift j, 0 … 15
     * @param offset taken off every code, 0 … 127
     */
    public static byte[] apply(short[] h, int shift, int offset) {
        byte[] codes = new byte[h.length];
        for (int i = 0; i < h.length; i++) {
            int magnitude = Math.abs(h[i]);
            int tail = magnitude * ContractTables.tail((magnitude << TAIL_INDEX_BITS) >> shift);
            int product = (Math.max(h[i], 0) << TAIL_FRACTION_BITS) - tail;
            long rounded = FixedPoint.roundShift(product, TAIL_FRACTION_BITS + GELU_GUARD_BITS);
            codes[i] = FixedPoint.saturate8(rounded - offset);
        }
        return codes;
    }
}
