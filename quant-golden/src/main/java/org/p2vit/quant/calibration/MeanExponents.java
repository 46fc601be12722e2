// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;

/**
 * Exponents around a mean of the patches, contract §8.2. Of P rows the rounding errors average out, so that the mean of them errs less by
 * the factor √P: rows may be as much coarser, ⌊½·log2 P⌋ steps, which the mean is finer by.
 */
final class MeanExponents {
    /** Of channels that are so much smaller than the largest one nothing is kept. */
    private static final int SPAN = 16;

    private static final int NOTHING = Integer.MIN_VALUE;

    private final int finer;
    private final int[] wanted;

    /** @param wanted exponents of the mean, one per channel */
    MeanExponents(int patches, int[] wanted) {
        this.finer = (31 - Integer.numberOfLeadingZeros(patches)) / 2;
        this.wanted = wanted;
    }

    /** With the finest exponents that hold all of some means. */
    static MeanExponents holding(int patches, List<float[]> means) {
        return new MeanExponents(patches, least(means));
    }

    int shift() {
        return QuantizedMean.shift(finer);
    }

    /** Those of the rows: at least what holds the greatest of each channel. */
    int[] rows(List<float[]> greatest) {
        int[] exponents = least(greatest);
        Arrays.setAll(exponents, c -> Math.max(exponents[c], wanted[c] + finer));
        return exponents;
    }

    /** Those of the mean behind rows with these. */
    int[] behind(int[] rows) {
        return Arrays.stream(rows).map(exponent -> exponent - finer).toArray();
    }

    /** Shifts from means with these exponents to the finest stream that takes them all. */
    static byte[] lift(int[] means) {
        int stream = QuantizedMeanNorm.finestStream(Arrays.stream(means).max().orElseThrow());
        byte[] shift = new byte[means.length];
        for (int c = 0; c < shift.length; c++) {
            shift[c] = (byte) QuantizedMeanNorm.shift(means[c], stream);
        }
        return shift;
    }

    /** The least exponents with which int8 codes reach as far as the values; those of channels without any follow the others. */
    private static int[] least(List<float[]> rows) {
        int[] exponents = new int[rows.get(0).length];
        int greatest = NOTHING;
        for (int c = 0; c < exponents.length; c++) {
            double most = 0;
            for (float[] row : rows) {
                most = Math.max(most, Math.abs(row[c]));
            }
            exponents[c] = most == 0 ? NOTHING : Math.getExponent(most / Byte.MAX_VALUE) + 1;
            greatest = Math.max(greatest, exponents[c]);
        }
        int floor = greatest == NOTHING ? 0 : greatest - SPAN;
        return Arrays.stream(exponents).map(e -> Math.max(e, floor)).toArray();
    }
}
