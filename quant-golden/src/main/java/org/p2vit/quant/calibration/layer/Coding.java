// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import org.p2vit.quant.spec.NumericContract;

/**
 * How the input of a linear layer is stored: {@code value = code · 2^(exponent + smoothing[k])}. The accelerator knows only
 * codes at {@code exponent}: smoothing is folded into the columns of the weights and into what makes the input.
 *
 * @param smoothing per channel
 */
public record Coding(int exponent, int[] smoothing) {
    /** Exponents of the channels. */
    public int[] channelExponents() {
        int[] exponents = new int[smoothing.length];
        for (int k = 0; k < exponents.length; k++) {
            exponents[k] = exponent + smoothing[k];
        }
        return exponents;
    }

    /** What the accelerator multiplies with for a value of a channel: {@code code · 2^exponent}. */
    float stored(float value, int channel) {
        double code = Math.floor(Math.scalb((double) value, -exponent - smoothing[channel]) + 0.5);
        double clipped = Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, code));
        return (float) Math.scalb(clipped, exponent);
    }
}
