// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.p2vit.quant.InvalidInputException;

/**
 * A repeatable sequence of labelled glyphs. The classes take turns, so every prefix is balanced to within one image.
 *
 * <p>Sets of different seeds share no image. An image used to choose anything must not be used to report accuracy, hence
 * one seed per purpose.
 *
 * @param seed names the set
 * @param size number of images, at least 1
 */
public record GlyphSet(long seed, int size) {
    /** The seed of the images the committed weights were trained on. */
    public static final long TRAINING_SEED = 1;

    /** For choosing the training recipe. */
    public static final long VALIDATION_SEED = 2;

    /** For choosing exponents of a quantized model. */
    public static final long CALIBRATION_SEED = 3;

    /** For reporting accuracy, and for nothing else. */
    public static final long EVALUATION_SEED = 4;

    /** Name of the table in an exported folder: the header {@code file,label}, then a line per image. */
    public static final String LABEL_FILE = "labels.csv";

    /** @throws InvalidInputException for a size below 1 */
    public GlyphSet {
        if (size < 1) {
            throw new InvalidInputException("a glyph set of " + size + " images is empty; ask for at least 1");
        }
    }

    /** Renders image {@code index}, 0 ≤ index &lt; size. */
    public GlyphImage image(int index) {
        int label = index % GlyphShapes.classes();
        return GlyphRenderer.render(label, GlyphRenderer.scramble(seed) + index);
    }

    /** The images in order, rendered as they are asked for. */
    public Stream<GlyphImage> images() {
        return IntStream.range(0, size).mapToObj(this::image);
    }

    /**
     * Writes every image as a PNG file, and the table {@link #LABEL_FILE}.
     *
     * @param folder is created if absent; files of the same names are replaced
     * @throws IOException if the folder cannot be written
     */
    public void export(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> table = new ArrayList<>(List.of("file,label"));
        for (int i = 0; i < size; i++) {
            GlyphImage image = image(i);
            String name = String.format(Locale.ROOT, "glyph-%05d.png", i);
            if (!ImageIO.write(
                    image.toBufferedImage(), "png", folder.resolve(name).toFile())) {
                throw new IOException("this Java runtime has no writer for PNG images");
            }
            table.add(name + "," + image.label());
        }
        Files.write(folder.resolve(LABEL_FILE), table);
    }
}
