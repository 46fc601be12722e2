// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.Archive;
import org.p2vit.quant.archive.Archives;
import org.p2vit.quant.archive.StoredFile;

/**
 * Images whose classes are known. Without a file of labels those of {@code labels.csv} in the folder count, or those that
 * the archives say themselves, or else the folder has one for each class ({@link ClassFolders}).
 *
 * @param images a folder, an archive, or a folder of archives that say classes
 * @param labels a {@link LabelFile}, the development kit of ImageNet as it is downloaded, or the ground truth in it
 */
public record LabelledImages(Path images, Optional<Path> labels) {
    /**
     * All that have a label.
     *
     * @param classes labels are below this
     * @param classNames names in the order of the classes, or empty
     * @throws InvalidInputException if a label is malformed or its image is not there
     */
    public List<ImageFolder.Labelled> read(int classes, List<String> classNames) {
        Optional<Path> list = labelFile();
        if (list.isEmpty()) {
            return isFlat() ? labelledByArchives(classes) : ClassFolders.read(images, classes, classNames);
        }
        if (ImageNetDevkit.isOne(list.get())) {
            return ImageNetDevkit.read(list.get()).label(listing().images(), classes);
        }
        List<ImageFolder.Labelled> labelled = LabelFile.read(list.get(), images, classes, classNames);
        List<Path> absent = labelled.stream()
                .map(ImageFolder.Labelled::file)
                .filter(file -> !StoredFile.isThere(file))
                .toList();
        if (!absent.isEmpty()) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%d of %d images that %s lists are not in %s, the first is %s.",
                    absent.size(),
                    labelled.size(),
                    list.get(),
                    images,
                    absent.get(0).getFileName()));
        }
        return labelled;
    }

    private List<ImageFolder.Labelled> labelledByArchives(int classes) {
        List<ImageFolder.Labelled> labelled = new ArrayList<>();
        for (Path file : ImageFolder.archives(images)) {
            Archive archive = Archives.at(file).orElseThrow();
            List<String> names = archive.names();
            if (archive.labels().isEmpty()) {
                throw new InvalidInputException(file + " does not say which class its images have; give --labels FILE,"
                        + " the development kit of ImageNet or a file with a line FILE,LABEL for each image.");
            }
            for (int i = 0; i < names.size(); i++) {
                int label = archive.labels().get(i);
                if (label < 0 || label >= classes) {
                    throw new InvalidInputException(file + " has the label " + label + " for " + names.get(i)
                            + ", and the network has classes 0 to " + (classes - 1) + ".");
                }
                labelled.add(new ImageFolder.Labelled(file.resolve(names.get(i)), label));
            }
        }
        return labelled;
    }

    private Optional<Path> labelFile() {
        return labels.or(() -> Optional.of(images.resolve(ImageFolder.LABELS)).filter(Files::exists));
    }

    /** Whether the images are in one folder or in archives, not in folders of classes. */
    private boolean isFlat() {
        return labelFile().isPresent() || !ImageFolder.archives(images).isEmpty();
    }

    /** What is in the folder. */
    public ImageFolder.Listing listing() {
        return isFlat() ? ImageFolder.list(images) : ClassFolders.list(images);
    }

    /** How many images of the folder have no label. */
    public int unlabelled(List<ImageFolder.Labelled> labelled) {
        Set<Path> known = labelled.stream()
                .map(image -> image.file().toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        return (int) listing().images().stream()
                .filter(file -> !known.contains(file.toAbsolutePath().normalize()))
                .count();
    }
}
