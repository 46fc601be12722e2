// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/** A folder of images, with or without a {@code labels.csv} that gives their classes. */
public final class ImageFolder {
    /** The file that lists the labelled images of a folder: a header {@code file,label}, then one image per line. */
    public static final String LABELS = "labels.csv";

    private static final String HEADER = "file,label";
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
     * Reads {@code labels.csv} of a folder, in its order.
     *
     * @param classes labels must be below this
     * @throws InvalidInputException naming the file and the line
     */
    public static List<Labelled> labelled(Path folder, int classes) {
        Path csv = folder.resolve(LABELS);
        List<String> lines;
        try {
            lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(csv + " cannot be read; it must list the images as " + HEADER + ".", e);
        }
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new InvalidInputException(csv + " must begin with the line " + HEADER + ".");
        }
        List<Labelled> images = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            int comma = line.lastIndexOf(',');
            String name = line.substring(0, Math.max(0, comma));
            String where = csv + " line " + (i + 1);
            if (name.isEmpty() || !names.add(name)) {
                throw new InvalidInputException(where + " names no image or one named before: \"" + line + "\".");
            }
            images.add(new Labelled(folder.resolve(name), label(where, line.substring(comma + 1), classes)));
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(csv + " lists no images.");
        }
        return List.copyOf(images);
    }

    private static int label(String where, String text, int classes) {
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) < classes) {
            return Integer.parseInt(text);
        }
        throw new InvalidInputException(
                where + " has the label \"" + text + "\"; it must be a number from 0 to " + (classes - 1) + ".");
    }
}
