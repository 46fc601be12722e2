// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.spec.NumericContract;

/** The weight that contract §5 gives to an attention probability: the nearest 2^−c by logarithm, 0 from c = 15 on. */
final class LogarithmicWeight {
    private static final float SQRT_2 = (float) Math.sqrt(2);

    private LogarithmicWeight() {}

    static float of(float probability) {
        int code = -Math.getExponent(probability * SQRT_2);
        return code >= NumericContract.SOFTMAX_ZERO_CODE ? 0 : Math.scalb(1f, -code);
    }
}
