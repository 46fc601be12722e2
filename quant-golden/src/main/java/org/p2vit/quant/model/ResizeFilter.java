// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How pixels between pixels are found when an image is scaled. All but {@link #NEAREST} widen with the factor by which an image
 * shrinks (antialiasing), as Pillow's do.
 */
public enum ResizeFilter {
    NEAREST(0),
    LANCZOS(1),
    BILINEAR(2),
    BICUBIC(3),
    BOX(4),
    HAMMING(5);

    private final int pillowNumber;

    ResizeFilter(int pillowNumber) {
        this.pillowNumber = pillowNumber;
    }

    /** The name in texts and in timm's {@code interpolation}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number in Pillow, and in program images. */
    public int pillowNumber() {
        return pillowNumber;
    }

    /** Finds a filter by its name. */
    public static Optional<ResizeFilter> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(filter -> filter.label().equals(label))
                .findFirst();
    }

    /** Finds a filter by its number in Pillow, which Hugging Face's {@code resample} holds. */
    public static Optional<ResizeFilter> ofPillowNumber(int number) {
        return Arrays.stream(values())
                .filter(filter -> filter.pillowNumber == number)
                .findFirst();
    }

    /** All names, for a message or a pattern. */
    public static String labels(String separator) {
        return Arrays.stream(values()).map(ResizeFilter::label).collect(Collectors.joining(separator));
    }
}
