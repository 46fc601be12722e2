// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.apache.commons.math3.special.Erf;
import org.p2vit.quant.spec.NumericContract;

/** Makes the GELU table of a layer off line, contract §6; the integer network only reads it. */
public final class GeluCodes {
    private GeluCodes() {}

    /**
     * {@code table[x & 255] = sat8(⌊GELU(x · 2^inputExponent) · 2^−outputExponent + ½⌋ − offset)} with
     * {@code GELU(x) = x · Φ(x)}.
     */
    public static byte[] of(int inputExponent, int outputExponent, int offset) {
        byte[] table = new byte[NumericContract.GELU_TABLE_SIZE];
        for (int x = NumericContract.INT8_MIN; x <= NumericContract.INT8_MAX; x++) {
            double code =
                    Math.floor(Math.scalb(gelu(Math.scalb((double) x, inputExponent)), -outputExponent) + 0.5) - offset;
            table[x & 255] = (byte) Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, code));
        }
        return table;
    }

    /** Φ is below 1, however near: with the product rounded to x, codes that halve would lie on a tie and be rounded up. */
    private static double gelu(double x) {
        double product = 0.5 * x * Erf.erfc(-x / Math.sqrt(2));
        return x > 0 ? Math.min(product, Math.nextDown(x)) : product;
    }
}
