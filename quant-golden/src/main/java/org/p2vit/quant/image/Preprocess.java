// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;

/** How an image of any size is brought to the input size of a network. */
public enum Preprocess {
    /**
     * Scales the image, keeping its proportions, until its shorter side is 10/9 of the target (timm's {@code crop_pct} of
     * 0.9: 248 for 224), then crops the centre.
     */
    RESIZE_CROP("resize-crop"),

    /** Crops the centre without scaling; the image must not be smaller than the target. */
    CROP("crop");

    private final String option;

    Preprocess(String option) {
        this.option = option;
    }

    /** The name on the command line and in metadata. */
    public String option() {
        return option;
    }

    /** Finds a mode by its option name. */
    public static Preprocess ofOption(String option) {
        return Arrays.stream(values())
                .filter(mode -> mode.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("Preprocessing \"" + option + "\" is unknown; choose "
                        + Arrays.stream(values()).map(Preprocess::option).collect(Collectors.joining(" or ")) + "."));
    }

    /**
     * Applies the mode.
     *
     * @throws InvalidInputException if the image is too small to be cropped
     */
    PixelImage apply(PixelImage image, int width, int height) {
        return centreCrop(this == RESIZE_CROP ? scaled(image, width, height) : image, width, height);
    }

    /** Scales the shorter side to 10/9 of the longer target side; other lengths are truncated. */
    private static PixelImage scaled(PixelImage image, int width, int height) {
        int side = (int) (Math.max(width, height) * 10L / 9);
        int shorter = Math.min(image.width(), image.height());
        long scaledWidth = (long) side * image.width() / shorter;
        long scaledHeight = (long) side * image.height() / shorter;
        if (scaledWidth * scaledHeight > ImageDecoder.MAX_PIXELS) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "An image of %dx%d pixels is too long to be scaled to %dx%d; crop it first.",
                    image.width(),
                    image.height(),
                    scaledWidth,
                    scaledHeight));
        }
        return BicubicResize.resize(image, (int) scaledWidth, (int) scaledHeight);
    }

    private static PixelImage centreCrop(PixelImage image, int width, int height) {
        if (image.width() < width || image.height() < height) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "An image of %dx%d pixels is too small to crop %dx%d from; use the preprocessing %s.",
                    image.width(),
                    image.height(),
                    width,
                    height,
                    RESIZE_CROP.option));
        }
        // Ties to even, as the preprocessing the networks were evaluated with: an odd margin of 3 starts at 2.
        int left = (int) Math.rint((image.width() - width) / 2.0);
        int top = (int) Math.rint((image.height() - height) / 2.0);
        return image.crop(left, top, width, height);
    }
}
