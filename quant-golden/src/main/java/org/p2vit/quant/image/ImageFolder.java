// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.Archive;
import org.p2vit.quant.archive.Archives;

/** A folder of images or a tar file of them, with or without a {@code labels.csv} that gives their classes. */
public final class ImageFolder {
    /** The file that lists the labelled images of a folder, see {@link LabelFile}. */
    public static final String LABELS = "labels.csv";

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

    /** Files that hold a part of a data set each. */
    private static final String SHARD = ".parquet";

    /**
     * An image and its class. Serialised its path is absolute: another process may have another working folder.
     *
     * @param label index of the class, from 0
     */
    public record Labelled(Path file, int label) implements Serializable {
        private Object writeReplace() {
            return new SerialForm(file.toAbsolutePath().toString(), label);
        }

        private record SerialForm(String file, int label) implements Serializable {
            private Object readResolve() {
                return new Labelled(Path.of(file), label);
            }
        }
    }

    /**
     * The content of a folder.
     *
     * @param images by name
     * @param leftOut how many files of each kind are none: by extension, {@code hidden} with a dot first, {@code folder}, {@code
     *     link to nothing}, {@code without extension}; {@value #LABELS} is not counted
     */
    public record Listing(List<Path> images, SortedMap<String, Integer> leftOut) {
        public Listing {
            images = List.copyOf(images);
            leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
        }

        /** For people: {@code 3 files left out (2 .webp, 1 hidden)}; empty if none is. */
        public String text() {
            int count = leftOut.values().stream().mapToInt(Integer::intValue).sum();
            return count == 0 ? "" : count + (count == 1 ? " file" : " files") + " left out (" + kinds() + ")";
        }

        private String kinds() {
            return leftOut.entrySet().stream()
                    .map(kind -> kind.getValue() + " " + kind.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    private ImageFolder() {}

    /** As {@link #list}, the images only. */
    public static List<Path> images(Path folder) {
        return list(folder).images();
    }

    /**
     * Lists a folder. Folders inside it are not entered.
     *
     * @throws InvalidInputException if it is unreadable or has no images
     */
    public static Listing list(Path folder) {
        Listing listing = scan(folder);
        if (listing.images().isEmpty()) {
            throw new InvalidInputException(
                    folder + " holds no images (" + EXTENSIONS.stream().sorted().toList() + ")"
                            + (listing.leftOut().isEmpty() ? "." : "; " + listing.text() + "."));
        }
        return listing;
    }

    /** As {@link #list}, and there may be no images. */
    static Listing scan(Path folder) {
        if (!Files.isDirectory(folder)) {
            return inArchive(folder);
        }
        List<Path> images = new ArrayList<>();
        TreeMap<String, Integer> leftOut = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                String kind = kind(file);
                if (kind.isEmpty()) {
                    images.add(file);
                } else if (kind.equals(SHARD)) {
                    images.addAll(inArchive(file).images());
                } else if (!file.getFileName().toString().equals(LABELS)) {
                    leftOut.merge(kind, 1, Integer::sum);
                }
            });
        } catch (IOException e) {
            throw new InvalidInputException(folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
        return new Listing(images, leftOut);
    }

    /** The archives that a path names: itself, or the parts of a data set in that folder, by name. */
    static List<Path> archives(Path images) {
        if (!Files.isDirectory(images)) {
            return Archives.at(images).isPresent() ? List.of(images) : List.of();
        }
        try (Stream<Path> files = Files.list(images)) {
            return files.filter(file -> kind(file).equals(SHARD)).sorted().toList();
        } catch (IOException e) {
            throw new InvalidInputException(images + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    /** Its files are by name, but images in the order of an archive that says their classes. */
    private static Listing inArchive(Path file) {
        Archive archive = Archives.at(file)
                .orElseThrow(() -> new InvalidInputException(file + " is not a folder of images, nor a tar file of them"
                        + (file.toString().endsWith("gz") ? "; gunzip it." : ".")));
        if (!archive.labels().isEmpty()) {
            return new Listing(archive.names().stream().map(file::resolve).toList(), new TreeMap<>());
        }
        List<Path> images = new ArrayList<>();
        TreeMap<String, Integer> leftOut = new TreeMap<>();
        archive.names().stream().sorted().map(file::resolve).forEach(image -> {
            String kind = kindOfName(image);
            if (kind.isEmpty()) {
                images.add(image);
            } else {
                leftOut.merge(kind, 1, Integer::sum);
            }
        });
        return new Listing(images, leftOut);
    }

    /** Why a file is no image; empty if it is one. */
    private static String kind(Path file) {
        if (file.getFileName().toString().startsWith(".")) {
            return "hidden";
        }
        if (!Files.exists(file)) {
            return "link to nothing";
        }
        if (!Files.isRegularFile(file)) {
            return Files.isDirectory(file) ? "folder" : "no regular file";
        }
        return kindOfName(file);
    }

    private static String kindOfName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        if (name.startsWith(".")) {
            return "hidden";
        }
        if (dot < 0) {
            return "without extension";
        }
        return EXTENSIONS.contains(name.substring(dot + 1)) ? "" : name.substring(dot);
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
