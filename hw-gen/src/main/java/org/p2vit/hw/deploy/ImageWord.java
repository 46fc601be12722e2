// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.util.Locale;

/**
 * The words that a {@link ProgramImage} begins with, in their order: the writer, the drivers in C and Python and the table in {@code
 * hw-gen/doc/program.md} all come from here. Every word has 32 bits, little-endian.
 */
public enum ImageWord {
    MAGIC(Measure.NUMBER, "`P2VI`"),
    VERSION(Measure.NUMBER, "version of this form, " + ProgramImage.VERSION),
    BYTES(Measure.BYTES, "of the file"),
    CONFIG_HASH(Measure.NUMBER, "of the configuration it was compiled for; register CONFIG_HASH must read the same"),
    FORMAT_VERSION(Measure.NUMBER, "version of the commands"),
    COMMANDS(Measure.COUNT, "commands of the first image"),
    LOOP_COMMANDS(Measure.COUNT, "commands of every further image, or 0 where images are run one by one"),
    CASES(Measure.COUNT, "inputs with expected outputs, may be 0"),
    CLASSES(Measure.COUNT, "logits of an output"),
    EXPONENT(Measure.POWER_OF_TWO, "a logit is its number times this"),
    INPUT_BYTES(Measure.BYTES, "of an input; the stride as well"),
    OUTPUT_BYTES(Measure.BYTES, "of an output; the stride as well"),
    PROGRAM(Measure.OFFSET, "of the commands"),
    CONSTANTS(Measure.OFFSET, "of the constants"),
    CONSTANTS_BYTES(Measure.BYTES, "of the constants"),
    INPUTS(Measure.OFFSET, "of the inputs of all cases, one behind the other"),
    EXPECTED(Measure.OFFSET, "of the expected outputs, likewise"),
    IMAGE_HEIGHT(Measure.PIXELS, "of the network's input"),
    IMAGE_WIDTH(Measure.PIXELS, "of the network's input"),
    CHANNELS(Measure.COUNT, "1, brightness, or 3: red, green, blue"),
    PATCH(Measure.PIXELS, "side of a patch"),
    TOKEN_ROWS(Measure.COUNT, "token rows in a tile of an input"),
    WORD_BYTES(Measure.BYTES, "of a word of an input"),
    EXIF_ROTATION(Measure.NUMBER, "1 where a file is turned as its EXIF orientation says, else 0"),
    RESIZE(Measure.NUMBER, "0: no scaling; 1: each side by its own factor; 2: both sides by one"),
    RESIZE_HEIGHT(Measure.PIXELS, "to scale to, 0 without scaling"),
    RESIZE_WIDTH(Measure.PIXELS, "likewise"),
    FILTER(Measure.NUMBER, "of the scaling, by Pillow's number"),
    CROP(Measure.NUMBER, "0: none; 1: the centre, half a pixel to even; 2: the centre, half a pixel down"),
    CHANNEL_BYTES(Measure.BYTES, "of the codes of a channel, 256"),
    CODES(Measure.OFFSET, "of the codes that the samples 0 to 255 of each channel become"),
    LABELS(Measure.OFFSET, "of the names of the classes"),
    LABELS_BYTES(Measure.BYTES, "of these names, 0 without");

    /** Width of every word. */
    public static final int WIDTH = Integer.BYTES;

    /** What the number in a word counts. */
    public enum Measure {
        /** Nothing: to be compared. */
        NUMBER,
        COUNT,
        BYTES,
        PIXELS,
        /** Bytes from the first one of the image. */
        OFFSET,
        /** The exponent of it, the only measure with a sign. */
        POWER_OF_TWO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final Measure measure;
    private final String meaning;

    ImageWord(Measure measure, String meaning) {
        this.measure = measure;
        this.meaning = meaning;
    }

    /** Bytes from the first one of the image. */
    public int offset() {
        return WIDTH * ordinal();
    }

    public Measure measure() {
        return measure;
    }

    public boolean signed() {
        return measure == Measure.POWER_OF_TWO;
    }

    public String meaning() {
        return meaning;
    }

    /** As drivers call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
