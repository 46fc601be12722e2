// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/**
 * A folder with a folder for each class, as ImageNet is often unpacked. Their names in order are the classes in order, as
 * torchvision has it; so there must be as many. If every name is that of a class, or every name is the index of one, they say
 * which, and some may be missing. Folders inside them are not entered, and those whose name begins with a dot are none.
 */
public final class ClassFolders {
    private ClassFolders() {}

    /**
     * All images, by class and name.
     *
     * @param classes labels are below this
     * @param classNames names in the order of the classes, or empty
     * @throws InvalidInputException if the folders are not those of the classes
     */
    public static List<ImageFolder.Labelled> read(Path folder, int classes, List<String> classNames) {
        List<Path> folders = folders(folder);
        List<String> names =
                folders.stream().map(one -> one.getFileName().toString()).toList();
        List<Integer> labels = labels(folder, names, classes, classNames);
        List<ImageFolder.Labelled> images = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            for (Path file : ImageFolder.scan(folders.get(i)).images()) {
                images.add(new ImageFolder.Labelled(file, labels.get(i)));
            }
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(
                    "None of the " + folders.size() + " folders in " + folder + " holds images.");
        }
        return images;
    }

    private static List<Integer> labels(Path folder, List<String> names, int classes, List<String> classNames) {
        boolean distinct = new HashSet<>(classNames).size() == classNames.size();
        if (distinct && classNames.containsAll(names)) {
            return names.stream().map(classNames::indexOf).toList();
        }
        if (names.stream().allMatch(name -> name.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(name) < classes)) {
            return names.stream().map(Integer::valueOf).toList();
        }
        if (names.size() != classes) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s holds %d folders, and the network has %d classes. Without a file of labels their names in order"
                            + " are the classes, so that there must be as many; or each is called like its class, or by"
                            + " its number from 0 to %d.",
                    folder,
                    names.size(),
                    classes,
                    classes - 1));
        }
        return Stream.iterate(0, i -> i + 1).limit(classes).toList();
    }

    /** All images, and what in the class folders and beside them is none. */
    public static ImageFolder.Listing list(Path folder) {
        TreeMap<String, Integer> leftOut =
                new TreeMap<>(ImageFolder.scan(folder).leftOut());
        List<Path> images = new ArrayList<>();
        List<Path> folders = folders(folder);
        leftOut.computeIfPresent("folder", (kind, count) -> count == folders.size() ? null : count - folders.size());
        for (Path one : folders) {
            ImageFolder.Listing listing = ImageFolder.scan(one);
            images.addAll(listing.images());
            listing.leftOut().forEach((kind, count) -> leftOut.merge(kind, count, Integer::sum));
        }
        return new ImageFolder.Listing(images, leftOut);
    }

    /** By name. */
    private static List<Path> folders(Path folder) {
        List<Path> folders;
        try (Stream<Path> files = Files.list(folder)) {
            folders = files.filter(file -> Files.isDirectory(file)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException(folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
        if (folders.isEmpty()) {
            throw new InvalidInputException(folder + " holds neither a " + ImageFolder.LABELS
                    + " nor a folder for each class; give --labels FILE with a line FILE,LABEL for each image.");
        }
        return folders;
    }
}
