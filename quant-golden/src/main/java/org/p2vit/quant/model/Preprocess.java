// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.io.Serializable;
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
 *                    | "shorter=" N ":" filter "," crop
 *                    | "cover=" HxW ":" filter "," crop )
 * crop   = "crop=" HxW [":floor"]
 * filter = "nearest" | "lanczos" | "bilinear" | "bicubic" | "box" | "hamming"
 * </pre>
 *
 * <p>The last size is that of the result; a crop fits into what it is cut from; the sides of a {@code cover} differ. {@code size=224x224} takes only images that have
 * this size, {@code exif} turns an image as its EXIF orientation says, {@code :floor} is {@link Crop#CENTRE_FLOOR}.
 *
 * @param exifRotation whether the EXIF orientation of a file is followed
 * @param resize the scaling, if any
 * @param crop what is cut out then
 * @param height of the result
 * @param width of the result
 */
public record Preprocess(boolean exifRotation, Optional<Resize> resize, Crop crop, int height, int width)
        implements Serializable {
    /** Greatest side in pixels. */
    public static final int MAX_SIDE = 65_535;

    /** Most pixels of an image, before and after each step, so that no small file or text can claim all memory. */
    public static final int MAX_PIXELS = 100_000_000;

    static final String EXIF = "exif,";
    private static final String COVER = "cover";
    private static final String SIDE = "([1-9]\\d{0,4})";
    private static final String EXTENT = SIDE + "x" + SIDE;
    static final String FILTER = ":(" + ResizeFilter.labels("|") + ")";
    private static final Pattern SIZE = Pattern.compile("size=" + EXTENT);
    private static final Pattern SCALING =
            Pattern.compile("(?:shorter=" + SIDE + FILTER + "|(exact|" + COVER + ")=" + EXTENT + FILTER + ")(?:,|$)");
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
        return parsed(text).orElseThrow(() -> new InvalidInputException(unknown(text)));
    }

    /** As {@link #parse}; empty if the text is not of the grammar, still an error if its sizes do not fit. */
    static Optional<Preprocess> parsed(String text) {
        String rest = text.startsWith(EXIF) ? text.substring(EXIF.length()) : text;
        Optional<Preprocess> read = Optional.ofNullable(steps(rest));
        return read.map(value -> rest.equals(text) ? value : value.withExifRotation())
                .filter(value -> value.text().equals(text));
    }

    static String unknown(String text) {
        return "Preprocessing \"" + text + "\" is unknown; write size=HxW, crop=HxW,"
                + " exact=HxW:FILTER, shorter=N:FILTER,crop=HxW or cover=HxW:FILTER,crop=HxW with sides up to "
                + MAX_SIDE
                + " and one of the filters " + ResizeFilter.labels(", ");
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

    /** The same for an input of another size: sides change in proportion, rounded down. */
    public Preprocess scaledTo(int inputHeight, int inputWidth) {
        int before = Math.max(height, width);
        int after = Math.max(inputHeight, inputWidth);
        Optional<Resize> scaled = resize.map(steps -> isShorter(steps)
                ? Resize.shorter((int) ((long) steps.height() * after / before), steps.filter())
                : new Resize(
                        steps.keepsProportions(),
                        (int) ((long) steps.height() * inputHeight / height),
                        (int) ((long) steps.width() * inputWidth / width),
                        steps.filter()));
        return new Preprocess(exifRotation, scaled, crop, inputHeight, inputWidth);
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

    private Object writeReplace() {
        return new SerialForm(text());
    }

    private record SerialForm(String text) implements Serializable {
        private Object readResolve() {
            return parse(text);
        }
    }

    private static String text(Resize resize) {
        String sides = isShorter(resize)
                ? "shorter=" + resize.height()
                : (resize.keepsProportions() ? COVER : "exact") + "=" + resize.height() + "x" + resize.width();
        return sides + ":" + resize.filter().label();
    }

    private static boolean isShorter(Resize resize) {
        return resize.keepsProportions() && resize.height() == resize.width();
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
                : new Resize(
                        scaling.group(3).equals(COVER), side(scaling, 4), side(scaling, 5), filter(scaling.group(6)));
    }

    static ResizeFilter filter(String label) {
        return ResizeFilter.ofLabel(label).orElseThrow();
    }

    private static int side(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
