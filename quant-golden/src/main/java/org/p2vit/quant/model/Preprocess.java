// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/**
 * How an image of any size becomes one of the size a network takes: turned or not, scaled or not, the centre cut out or not.
 *
 * <p>Each value has one text, which stands in bundles, reports and cache keys and is understood by {@link #parse}; sizes are
 * {@code HEIGHTxWIDTH}, whole numbers from 1 to {@value #MAX_SIDE} without leading zeros, products up to {@value #MAX_PIXELS}:
 *
 * <pre>
 * text   = ["exif,"] ( "size=" HxW
 *                    | crop
 *                    | "exact=" HxW ":" filter ["," crop]
 *                    | "shorter=" N ":" filter "," crop )
 * crop   = "crop=" HxW [":floor"]
 * filter = "nearest" | "lanczos" | "bilinear" | "bicubic" | "box" | "hamming"
 * </pre>
 *
 * <p>The last size is that of the result; a crop fits into what it is cut from. {@code size=224x224} takes only images that have
 * this size, {@code exif} turns an image as its EXIF orientation says, {@code :floor} is {@link Crop#CENTRE_FLOOR}.
 *
 * @param exifRotation whether the EXIF orientation of a file is followed
 * @param resize the scaling, if any
 * @param crop what is cut out then
 * @param height of the result
 * @param width of the result
 */
public record Preprocess(boolean exifRotation, Optional<Resize> resize, Crop crop, int height, int width) {
    /** Greatest side in pixels. */
    public static final int MAX_SIDE = 65_535;

    /** Most pixels of an image, before and after each step, so that no small file or text can claim all memory. */
    public static final int MAX_PIXELS = 100_000_000;

    /** On a command line: scale the shorter side to 10/9 of the input (timm's {@code crop_pct} of 0.9), then crop. */
    public static final String RESIZE_CROP = "resize-crop";

    /** On a command line: crop without scaling. */
    public static final String CROP = "crop";

    private static final String EXIF = "exif,";
    private static final String SIDE = "([1-9]\\d{0,4})";
    private static final String EXTENT = SIDE + "x" + SIDE;
    private static final String FILTER = ":(" + ResizeFilter.labels("|") + ")";
    private static final Pattern SIZE = Pattern.compile("size=" + EXTENT);
    private static final Pattern SCALING =
            Pattern.compile("(?:shorter=" + SIDE + FILTER + "|exact=" + EXTENT + FILTER + ")(?:,|$)");
    private static final Pattern CENTRE = Pattern.compile("crop=" + EXTENT + "(:floor)?");

    public Preprocess {
        Require.range("The height of the preprocessed image", height, 1, MAX_SIDE);
        Require.range("The width of the preprocessed image", width, 1, MAX_SIDE);
        Require.range("The number of pixels of the preprocessed image", (long) height * width, 1, MAX_PIXELS);
        if (resize.isPresent()) {
            Resize before = resize.get();
            boolean whole = crop == Crop.NONE && !before.keepsProportions();
            if (whole ? before.height() != height || before.width() != width : crop == Crop.NONE) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT,
                        "An image scaled as %s does not always have %dx%d pixels; add a crop.",
                        text(before),
                        height,
                        width));
            }
            if (before.height() < height || before.width() < width) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT,
                        "A crop of %dx%d does not fit into an image scaled as %s; scale to more.",
                        height,
                        width,
                        text(before)));
            }
        }
    }

    /** Cuts the centre out of images that are not scaled. */
    public static Preprocess crop(int height, int width) {
        return new Preprocess(false, Optional.empty(), Crop.CENTRE, height, width);
    }

    /** Scales the shorter side to 10/9 of the longer side of the result, truncated, then cuts the centre out. */
    public static Preprocess resizeCrop(int height, int width) {
        int side = (int) (Math.max(height, width) * 10L / 9);
        return new Preprocess(
                false, Optional.of(Resize.shorter(side, ResizeFilter.BICUBIC)), Crop.CENTRE, height, width);
    }

    /**
     * Reads the text of a value.
     *
     * @throws InvalidInputException if {@code text} is not exactly what {@link #text()} writes
     */
    public static Preprocess parse(String text) {
        String rest = text.startsWith(EXIF) ? text.substring(EXIF.length()) : text;
        Preprocess read = steps(rest);
        Preprocess whole = read == null || rest.equals(text) ? read : read.withExifRotation();
        if (whole == null || !whole.text().equals(text)) {
            throw new InvalidInputException("Preprocessing \"" + text + "\" is unknown; write size=HxW, crop=HxW,"
                    + " exact=HxW:FILTER or shorter=N:FILTER,crop=HxW with sides up to " + MAX_SIDE
                    + " and one of the filters " + ResizeFilter.labels(", "));
        }
        return whole;
    }

    /**
     * Reads what a user may write for a network whose input has a size: a text, {@value #RESIZE_CROP} or {@value #CROP}, the
     * words behind {@code exif,} or not.
     *
     * @throws InvalidInputException if it is none of these or ends in another size
     */
    public static Preprocess of(String text, int height, int width) {
        String rest = text.startsWith(EXIF) ? text.substring(EXIF.length()) : text;
        Preprocess read;
        if (rest.equals(RESIZE_CROP) || rest.equals(CROP)) {
            Preprocess word = rest.equals(CROP) ? crop(height, width) : resizeCrop(height, width);
            read = rest.equals(text) ? word : word.withExifRotation();
        } else {
            try {
                read = parse(text);
            } catch (InvalidInputException e) {
                throw new InvalidInputException(
                        e.getMessage() + ", or one of the words " + RESIZE_CROP + " and " + CROP + ".", e);
            }
        }
        read.requireSize(height, width);
        return read;
    }

    /** @throws InvalidInputException if the result has another size than the input of a network */
    public void requireSize(int inputHeight, int inputWidth) {
        if (height != inputHeight || width != inputWidth) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "The preprocessing %s ends in %dx%d pixels, but the network takes %dx%d.",
                    text(),
                    height,
                    width,
                    inputHeight,
                    inputWidth));
        }
    }

    /** The same, following the EXIF orientation of files. */
    public Preprocess withExifRotation() {
        return new Preprocess(true, resize, crop, height, width);
    }

    /** The one text of this value. */
    public String text() {
        String scaling = resize.map(Preprocess::text).orElse("");
        String cut =
                switch (crop) {
                    case NONE -> resize.isPresent() ? "" : "size=" + height + "x" + width;
                    case CENTRE -> "crop=" + height + "x" + width;
                    case CENTRE_FLOOR -> "crop=" + height + "x" + width + ":floor";
                };
        return (exifRotation ? EXIF : "") + scaling + (scaling.isEmpty() || cut.isEmpty() ? "" : ",") + cut;
    }

    @Override
    public String toString() {
        return text();
    }

    private static String text(Resize resize) {
        String sides = resize.keepsProportions()
                ? "shorter=" + resize.height()
                : "exact=" + resize.height() + "x" + resize.width();
        return sides + ":" + resize.filter().label();
    }

    /** What follows the mark of rotation, or null if it is malformed. */
    private static Preprocess steps(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            return new Preprocess(false, Optional.empty(), Crop.NONE, side(size, 1), side(size, 2));
        }
        Matcher scaling = SCALING.matcher(text);
        Optional<Resize> resize = Optional.empty();
        String rest = text;
        if (scaling.lookingAt()) {
            resize = Optional.of(resize(scaling));
            rest = text.substring(scaling.end());
        }
        Matcher centre = CENTRE.matcher(rest);
        if (centre.matches()) {
            Crop crop = centre.group(3) == null ? Crop.CENTRE : Crop.CENTRE_FLOOR;
            return new Preprocess(false, resize, crop, side(centre, 1), side(centre, 2));
        }
        return rest.isEmpty() && resize.isPresent()
                ? new Preprocess(
                        false,
                        resize,
                        Crop.NONE,
                        resize.get().height(),
                        resize.get().width())
                : null;
    }

    private static Resize resize(Matcher scaling) {
        return scaling.group(1) != null
                ? Resize.shorter(side(scaling, 1), filter(scaling.group(2)))
                : Resize.exact(side(scaling, 3), side(scaling, 4), filter(scaling.group(5)));
    }

    private static ResizeFilter filter(String label) {
        return ResizeFilter.ofLabel(label).orElseThrow();
    }

    private static int side(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
