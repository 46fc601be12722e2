// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/** Rounding and saturation, contract §1: the only place where the golden kernels do either. */
public final class FixedPoint {
    private FixedPoint() {}

    /**
     * §1.1: x / 2^n to the nearest integer, ties towards +∞.
     *
     * @param x |x| &lt; 2^62
     * @param n 0 … 62
     */
    public static long roundShift(long x, int n) {
        return n == 0 ? x : (x + (1L << (n - 1))) >> n;
    }

    /** §1.2: x clipped to [−128, 127]. */
    public static byte saturate8(long x) {
        return (byte) Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, x));
    }

    /** §1.2: x clipped to [−256, 255], the range of the residual stream. */
    static short saturate9(long x) {
        return (short) Math.max(NumericContract.STREAM_MIN, Math.min(NumericContract.STREAM_MAX, x));
    }

    /** §1.2: x clipped to [−32768, 32767], the range of what becomes of the residual stream. */
    public static short saturate16(long x) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, x));
    }

    /** §1.2: x clipped to [−131072, 131071], the range of what GELU takes. */
    static int saturate18(long x) {
        int limit = 1 << (NumericContract.GELU_INPUT_BITS - 1);
        return (int) Math.max(-limit, Math.min(limit - 1, x));
    }

    /** The usual end of an operation: rounding shift, then saturation. */
    static byte roundShiftSaturate8(long x, int n) {
        return saturate8(roundShift(x, n));
    }
}
