// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.p2vit.quant.spec.NumericContract;

/**
 * What GELU has to know about its codes, contract §6: value = (code + offset) · 2^exponent.
 *
 * @param shift j, from the exponent; 0 … 15
 * @param offset what the codes lack; fc2's bias makes up for it; 0 … 127
 */
public record QuantizedGelu(int shift, int offset) {
    /** The least exponent of codes behind GELU. */
    public static final int LEAST_EXPONENT = NumericContract.GELU_SHIFT_BASE - NumericContract.MAX_GELU_SHIFT;

    /** GELU is nowhere below the negative of this. */
    private static final double MAGNITUDE_OF_MINIMUM = 0.17;

    public QuantizedGelu {
        Require.range("GELU shift", shift, 0, NumericContract.MAX_GELU_SHIFT);
        Require.range("GELU offset", offset, 0, NumericContract.INT8_MAX);
    }

    /** @param exponent of the codes, at least {@link #LEAST_EXPONENT} */
    public static QuantizedGelu of(int exponent, int offset) {
        return new QuantizedGelu(shift(exponent), offset);
    }

    /** The greatest offset for which the least value of GELU is still a code. */
    public static int greatestOffset(int exponent) {
        int least = (int) Math.ceil(Math.scalb(MAGNITUDE_OF_MINIMUM, -exponent));
        return Math.max(0, -NumericContract.INT8_MIN - least);
    }

    static int shift(int exponent) {
        return Math.max(0, NumericContract.GELU_SHIFT_BASE - exponent);
    }

    /** The exponent of GELU's input h, given that of its output. */
    public static int inputExponent(int outputExponent) {
        return outputExponent - NumericContract.GELU_GUARD_BITS;
    }
}
