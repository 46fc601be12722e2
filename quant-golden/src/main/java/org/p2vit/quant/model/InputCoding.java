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
 * @param mean per channel, at most {@link #MAX_STATISTIC} in magnitude
 * @param std per channel, {@link #MIN_STD} to {@link #MAX_STATISTIC}
 * @param preprocess how an image is brought to size
 */
public record InputCoding(int exponent, List<Float> mean, List<Float> std, Preprocess preprocess) {
    /** Greatest magnitude of a mean and greatest deviation, in units of full brightness. */
    public static final float MAX_STATISTIC = 1e6f;

    /** Least deviation: with a smaller one normalized values would soon be infinite. */
    public static final float MIN_STD = 1e-6f;

    private static final int MAX_SAMPLE = 255;

    public InputCoding {
        Require.range("input exponent", exponent, Exponents.MIN, Exponents.MAX);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Objects.requireNonNull(preprocess, "preprocess");
        Require.length("input std", std.size(), mean.size());
        for (int c = 0; c < mean.size(); c++) {
            requireStatistics(
                    "input mean " + mean.get(c) + " and std " + std.get(c) + " of channel " + c,
                    mean.get(c),
                    std.get(c));
        }
    }

    /**
     * Checks the statistics of one channel.
     *
     * @param what begins the message, with both values
     * @throws InvalidInputException if they are not usable
     */
    public static void requireStatistics(String what, double mean, double std) {
        boolean usable = Math.abs(mean) <= MAX_STATISTIC && std >= MIN_STD && std <= MAX_STATISTIC;
        if (!usable) {
            throw new InvalidInputException(what + " are out of bounds: a mean is " + -MAX_STATISTIC + " … "
                    + MAX_STATISTIC + ", a std " + MIN_STD + " … " + MAX_STATISTIC + ", of pixels in 0 … 1");
        }
    }

    /** The normalized value of a sample of 0..255, in float. */
    public static float normalized(int sample, float mean, float std) {
        return (sample / (float) MAX_SAMPLE - mean) / std;
    }

    /** The code of every sample 0..255 of a channel: all that a host needs to know of exponent, mean and std. */
    public byte[] codesOfSamples(int channel) {
        float[] values = new float[MAX_SAMPLE + 1];
        for (int sample = 0; sample <= MAX_SAMPLE; sample++) {
            values[sample] = normalized(sample, mean.get(channel), std.get(channel));
        }
        return encode(values);
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
