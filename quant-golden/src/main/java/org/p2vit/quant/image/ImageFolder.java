// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/** A folder of images, with or without a {@code labels.csv} that gives their classes. */
public final class ImageFolder {
    /** The file that lists the labelled images of a folder, see {@link LabelFile}. */
    public static final String LABELS = "labels.csv";

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

    /**
     * An image and its class.
     *
     * @param label index of the class, from 0
     */
    public record Labelled(Path file, int label) {}

    private ImageFolder() {}

    /**
     * Lists the images of a folder by name.
     *
     * @throws InvalidInputException if the folder is unreadable or has none
     */
    public static List<Path> images(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + " is not a folder of images.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(ImageFolder::isImage).sorted().toList();
            if (images.isEmpty()) {
                throw new InvalidInputException(folder + " holds no images ("
                        + EXTENSIONS.stream().sorted().toList() + ").");
            }
            return images;
        } catch (IOException e) {
            throw new InvalidInputException(folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1)) && Files.isRegularFile(file);
    }

    /**
     * Reads {@code labels.csv} of a folder, in its order; see {@link LabelFile}.
     *
     * @param classes labels must be below this
     * @throws InvalidInputException naming the file and the line
     */
    public static List<Labelled> labelled(Path folder, int classes) {
        return LabelFile.read(folder.resolve(LABELS), folder, classes, List.of());
    }
}
