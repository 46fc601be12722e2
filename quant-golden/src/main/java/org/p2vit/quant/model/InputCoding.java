// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;
import java.util.Objects;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * How an image becomes codes (contract §7.1): with x = (pixel − mean) / std, pixels in 0 … 1,
 * {@code code = sat8(⌊x · 2^−exponent + ½⌋)}.
 *
 * @param exponent exponent of the input codes
 * @param mean per channel
 * @param std per channel, positive
 * @param preprocess option name of the way an image is brought to size, e.g. {@code resize-crop}; a hint for tools
 */
public record InputCoding(int exponent, List<Float> mean, List<Float> std, String preprocess) {
    public InputCoding {
        Require.range("input exponent", exponent, Exponents.MIN, Exponents.MAX);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Objects.requireNonNull(preprocess, "preprocess");
        Require.length("input std", std.size(), mean.size());
        for (int c = 0; c < mean.size(); c++) {
            if (!Float.isFinite(mean.get(c)) || !Float.isFinite(std.get(c)) || std.get(c) <= 0) {
                throw new InvalidInputException("input mean " + mean.get(c) + " and std " + std.get(c) + " of channel "
                        + c + " must be finite and the std positive");
            }
        }
    }

    /** Codes of normalized values, in the same order. */
    public byte[] encode(float[] normalized) {
        byte[] codes = new byte[normalized.length];
        for (int i = 0; i < codes.length; i++) {
            double rounded = Math.floor(Math.scalb((double) normalized[i], -exponent) + 0.5);
            codes[i] = (byte) Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, rounded));
        }
        return codes;
    }
}
