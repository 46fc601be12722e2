// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.p2vit.quant.spec.NumericContract;

/**
 * What GELU, or the activation in its place, has to know about its codes, contract §6: value = code · 2^(exponent + d), d being the exponent of a block.
 *
 * @param shift j, from the exponent; 0 … 15
 */
public record QuantizedGelu(int shift) {
    /** The least exponent of codes behind GELU. */
    public static final int LEAST_EXPONENT = NumericContract.GELU_SHIFT_BASE - NumericContract.MAX_GELU_SHIFT;

    public QuantizedGelu {
        Require.range("GELU shift", shift, 0, NumericContract.MAX_GELU_SHIFT);
    }

    /** @param exponent of codes in blocks with d = 0, at least {@link #LEAST_EXPONENT} */
    public static QuantizedGelu of(Activation activation, int exponent) {
        return new QuantizedGelu(activation.shift(exponent));
    }

    /** The exponent of GELU's input h, given that of its output. */
    public static int inputExponent(int outputExponent) {
        return outputExponent - NumericContract.GELU_GUARD_BITS;
    }
}
