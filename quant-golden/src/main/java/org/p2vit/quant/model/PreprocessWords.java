// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/** Short forms of a {@link Preprocess} for people and checkpoints, which mean one only for a network whose input size is known. */
public final class PreprocessWords {
    /** On a command line: scale the shorter side to 10/9 of the input (timm's {@code crop_pct} of 0.9), then crop. */
    public static final String RESIZE_CROP = "resize-crop";

    /** On a command line: crop without scaling. */
    public static final String CROP = "crop";

    /** On a command line: take images of the input's size only. */
    public static final String SIZE = "size";

    /** On a command line, before a share and a filter: timm's {@code crop_pct}. */
    public static final String CROP_PCT = "crop-pct=";

    /** On a command line, before a share and a filter: as {@link #CROP_PCT}, scaling each side by its own factor. */
    public static final String SQUASH = "squash=";

    /** Least share of a scaled side that a crop may keep. */
    public static final double MIN_SHARE = 0.01;

    private static final String LIST =
            RESIZE_CROP + ", " + CROP + ", " + SIZE + ", " + CROP_PCT + "SHARE:FILTER and " + SQUASH + "SHARE:FILTER";
    private static final Pattern SHARE =
            Pattern.compile("(crop-pct|squash)=([01](?:\\.\\d{1,20})?)" + Preprocess.FILTER);

    private PreprocessWords() {}

    /**
     * Reads a text of {@link Preprocess}, or behind {@code exif,} or not one of the words {@value #RESIZE_CROP}, {@value #CROP},
     * {@value #SIZE}, {@code crop-pct=SHARE:FILTER} and {@code squash=SHARE:FILTER}. For the last two the shorter side, or each
     * side, is scaled to {@code floor(input / SHARE)}, in doubles as timm does; where an input is not square, {@code crop-pct} covers both
     * sides and is bilinear, as timm's is.
     *
     * @param height of the network's input
     * @param width of the network's input
     * @throws InvalidInputException if it is none of these or ends in another size
     */
    public static Preprocess read(String text, int height, int width) {
        boolean turned = text.startsWith(Preprocess.EXIF);
        String word = turned ? text.substring(Preprocess.EXIF.length()) : text;
        Matcher share = SHARE.matcher(word);
        Preprocess read;
        if (share.matches()) {
            read = shared(share, height, width);
        } else {
            read = switch (word) {
                case RESIZE_CROP -> Preprocess.resizeCrop(height, width);
                case CROP -> Preprocess.crop(height, width);
                case SIZE -> new Preprocess(false, Optional.empty(), Crop.NONE, height, width);
                default ->
                    Preprocess.parsed(word)
                            .orElseThrow(() -> new InvalidInputException(
                                    Preprocess.unknown(text) + ", or one of the words " + LIST + "."));
            };
        }
        read.requireSize(height, width);
        return turned ? read.withExifRotation() : read;
    }

    /** Whether a text means another value for another input size. */
    public static boolean isRelative(String text) {
        return Preprocess.parsed(text).isEmpty();
    }

    private static Preprocess shared(Matcher words, int height, int width) {
        double share = Double.parseDouble(words.group(2));
        if (share < MIN_SHARE || share > 1) {
            throw new InvalidInputException("Preprocessing \"" + words.group() + "\" has the share " + words.group(2)
                    + "; write one from " + MIN_SHARE + " to 1.");
        }
        ResizeFilter filter = Preprocess.filter(words.group(3));
        int scaledHeight = (int) Math.floor(height / share);
        int scaledWidth = (int) Math.floor(width / share);
        boolean squashed = words.group(1).equals("squash");
        Resize resize;
        if (squashed) {
            resize = Resize.exact(scaledHeight, scaledWidth, filter);
        } else if (scaledHeight == scaledWidth) {
            resize = Resize.shorter(scaledHeight, filter);
        } else {
            // timm hands no filter on here, so it is that of its ResizeKeepRatio.
            resize = Resize.cover(scaledHeight, scaledWidth, ResizeFilter.BILINEAR);
        }
        return new Preprocess(false, Optional.of(resize), Crop.CENTRE, height, width);
    }
}
