// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How images were prepared, as it stands in reports.
 *
 * @param preprocess the text of {@link org.p2vit.quant.model.Preprocess}
 * @param preprocessFrom who says so
 * @param mean of each channel, of pixels in 0 … 1
 * @param std likewise
 * @param normalizationFrom who says mean and std
 */
public record PixelReport(
        String preprocess, String preprocessFrom, List<Float> mean, List<Float> std, String normalizationFrom) {
    /** One line. */
    public String text() {
        return preprocess + " (" + preprocessFrom + "), mean " + joined(mean) + " and deviation " + joined(std) + " ("
                + normalizationFrom + ")";
    }

    private static String joined(List<Float> values) {
        return values.stream().map(value -> Float.toString(value)).collect(Collectors.joining(" "));
    }
}
