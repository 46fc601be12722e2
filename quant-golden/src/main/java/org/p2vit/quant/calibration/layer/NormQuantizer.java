// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatNorm;

/** Quantizes scale and offset of a LayerNorm, contract §3, with the greatest shift that gain and offset allow. */
public final class NormQuantizer {
    private NormQuantizer() {}

    /**
     * @param exponents of the output, per channel
     */
    public static QuantizedNorm quantize(String name, FloatNorm norm, int[] exponents) {
        int shift = NumericContract.MAX_SHIFT;
        while (shift > 0 && !fits(norm, shift, exponents)) {
            shift--;
        }
        short[] gain = new short[exponents.length];
        int[] offset = new int[exponents.length];
        for (int c = 0; c < exponents.length; c++) {
            long g = gain(norm, c, shift, exponents);
            long b = offset(norm, c, shift, exponents);
            gain[c] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, g));
            offset[c] = (int) Math.max(-NumericContract.MAX_NORM_OFFSET, Math.min(NumericContract.MAX_NORM_OFFSET, b));
        }
        return new QuantizedNorm(name, gain, offset, shift);
    }

    private static boolean fits(FloatNorm norm, int shift, int[] exponents) {
        for (int c = 0; c < norm.gamma().size(); c++) {
            if (Math.abs(gain(norm, c, shift, exponents)) > Short.MAX_VALUE
                    || Math.abs(offset(norm, c, shift, exponents)) > NumericContract.MAX_NORM_OFFSET) {
                return false;
            }
        }
        return true;
    }

    private static long gain(FloatNorm norm, int c, int shift, int[] exponents) {
        return Math.round(
                Math.scalb((double) norm.gamma().get(c), shift - NumericContract.NORM_FRACTION_BITS - exponents[c]));
    }

    private static long offset(FloatNorm norm, int c, int shift, int[] exponents) {
        return Math.round(Math.scalb((double) norm.beta().get(c), shift - exponents[c]));
    }
}
