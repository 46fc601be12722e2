// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.spec.NumericContract;

/**
 * The exponent of a residual stream (contract §2.2). Words have exponents of their own beyond it, so the finest one is the best that
 * still reaches all values; no error is measured.
 */
public final class StreamExponent {
    /** Values of other images may be greater than those of the calibration by so many powers of two. */
    private static final int HEADROOM = 1;
    /** What the coarsest words hold, in units of the stream. */
    private static final double REACH =
            Math.scalb((double) NumericContract.STREAM_MAX, NumericContract.MAX_STREAM_EXPONENT - HEADROOM);

    private StreamExponent() {}

    /**
     * The first stream.
     *
     * @param greatest magnitude of its values
     * @param accumulator greatest exponent of a sum of the layer that writes it; no shift is to be negative
     */
    public static int first(double greatest, int accumulator) {
        return within(Exponents.MIN, Exponents.MAX, greatest, accumulator);
    }

    /**
     * A stream that another one is added to.
     *
     * @param before exponent of that stream, from which a residual's shift reaches a little way (contract §2)
     * @param leastShift of the layer that writes the stream
     */
    public static int behind(int before, double greatest, int accumulator, int leastShift) {
        int finest = before + NumericContract.MAX_STREAM_EXPONENT - NumericContract.RESIDUAL_SHIFT_BASE;
        int coarsest = before + NumericContract.MAX_RESIDUAL_SHIFT - NumericContract.RESIDUAL_SHIFT_BASE;
        return within(finest, Math.min(Exponents.MAX, coarsest), greatest, accumulator + leastShift);
    }

    /** @param sums exponent that h is not to be finer than */
    private static int within(int finest, int coarsest, double greatest, int sums) {
        int exponent = Math.max(finest, sums + NumericContract.STREAM_GUARD_BITS);
        while (exponent < coarsest && greatest > Math.scalb(REACH, exponent)) {
            exponent++;
        }
        return Math.min(coarsest, exponent);
    }
}
