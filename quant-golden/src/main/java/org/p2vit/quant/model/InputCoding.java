// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;
import org.p2vit.quant.InvalidInputException;

/**
 * How an image becomes codes (contract §7.1): {@code code = sat8(⌊((pixel − mean) / std) · 2^−exponent + ½⌋)} with
 * pixels in 0 … 1.
 *
 * @param exponent exponent of the input codes
 * @param mean per channel
 * @param std per channel, positive
 * @param resize shorter side in pixels to resize to before the centre crop, 0 for none
 */
public record InputCoding(int exponent, List<Double> mean, List<Double> std, int resize) {
    public InputCoding {
        Require.range("input exponent", exponent, Exponents.MIN, Exponents.MAX);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Require.length("input std", std.size(), mean.size());
        Require.range("input resize", resize, 0, 1 << 14);
        for (int c = 0; c < mean.size(); c++) {
            if (!Double.isFinite(mean.get(c)) || !Double.isFinite(std.get(c)) || std.get(c) <= 0) {
                throw new InvalidInputException("input mean " + mean.get(c) + " and std " + std.get(c) + " of channel "
                        + c + " must be finite and the std positive");
            }
        }
    }
}
