// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;

/**
 * Reads which class each image has: one image per line, its file name and its label, separated by the last tab of the
 * line, or where there is none by the last comma, or else by the last space. A first line {@code file,label}, empty
 * lines and lines that begin with {@code #} are passed over. A label is the index of a class from 0, or its name if the
 * names are known.
 */
public final class LabelFile {
    private static final String HEADER = "file,label";
    private static final String SEPARATORS = "\t, ";

    private final Path file;
    private final Path folder;
    private final int classes;
    private final Map<String, Integer> names = new HashMap<>();

    private LabelFile(Path file, Path folder, int classes, List<String> classNames) {
        this.file = file;
        this.folder = folder;
        this.classes = classes;
        for (int i = 0; i < classNames.size(); i++) {
            names.putIfAbsent(classNames.get(i), i);
        }
    }

    /**
     * @param folder where the images are
     * @param classes indices must be below this
     * @param classNames names in the order of the classes, or empty
     * @return the images in the order of the file
     * @throws InvalidInputException naming the file and the line
     */
    public static List<ImageFolder.Labelled> read(Path file, Path folder, int classes, List<String> classNames) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " cannot be read; it must have a line FILE,LABEL for each image.", e);
        }
        return new LabelFile(file, folder, classes, classNames).parse(lines);
    }

    private List<ImageFolder.Labelled> parse(List<String> lines) {
        List<ImageFolder.Labelled> images = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || (i == 0 && line.equals(HEADER))) {
                continue;
            }
            String where = file + " line " + (i + 1);
            int end = separator(line);
            String name = line.substring(0, end).strip();
            if (name.isEmpty() || !seen.add(name)) {
                throw new InvalidInputException(where + " names no image or one named before: \"" + line + "\".");
            }
            images.add(new ImageFolder.Labelled(
                    folder.resolve(name), label(where, line.substring(end + 1).strip())));
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(file + " lists no images.");
        }
        return List.copyOf(images);
    }

    /** Where the name of the image ends; 0 if the line has no label. */
    private static int separator(String line) {
        return SEPARATORS
                .chars()
                .map(line::lastIndexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(0);
    }

    private int label(String where, String text) {
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) < classes) {
            return Integer.parseInt(text);
        }
        Integer index = names.get(text);
        if (index != null) {
            return index;
        }
        throw new InvalidInputException(where + " has the label \"" + text + "\"; it must be a number from 0 to "
                + (classes - 1) + (names.isEmpty() ? "." : " or the name of a class."));
    }
}
