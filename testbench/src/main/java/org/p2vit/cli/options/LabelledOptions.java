// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ClassFolders;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.LabelFile;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatVit;
import picocli.CommandLine.Option;

/** Images whose classes are known, of the commands that measure accuracy. */
public final class LabelledOptions {
    @FileUse(FileUse.Kind.IMAGES)
    @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "Images to classify.")
    private Path images;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Their classes: a line FILE,LABEL for each image, the label an index from 0 or, if the model"
                    + " carries class names, a name. If not given labels.csv in --images; if that is not there, --images"
                    + " has a folder for each class.")
    private Path labels;

    @Option(
            names = "--preprocess",
            paramLabel = "MODE",
            description =
                    "How the images come to size: resize-crop, crop, crop-pct=SHARE:FILTER, or steps such as shorter=248:bicubic,crop=224x224; what the model asks for if not given.")
    private String preprocess;

    /** @param exifRotation whether EXIF orientations count */
    public ImagePreprocessor preprocessor(FloatVit vit, boolean exifRotation) {
        return ImagePreprocessor.of(
                vit.shape(), vit.metadata(), OptionTypes.preprocess(preprocess, vit.shape()), exifRotation);
    }

    /** @throws InvalidInputException if a label is malformed or its image is not there */
    public List<ImageFolder.Labelled> read(FloatVit vit) {
        int classes = vit.shape().classes();
        List<String> names = CheckpointMetadata.classNames(vit.metadata());
        Optional<Path> list = labelFile();
        if (list.isEmpty()) {
            return ClassFolders.read(images, classes, names);
        }
        List<ImageFolder.Labelled> labelled = LabelFile.read(list.get(), images, classes, names);
        List<Path> absent = labelled.stream()
                .map(ImageFolder.Labelled::file)
                .filter(file -> !Files.isRegularFile(file))
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

    /** Which lists the images; empty if they are in class folders. */
    private Optional<Path> labelFile() {
        return Optional.ofNullable(labels)
                .or(() -> Optional.of(images.resolve(ImageFolder.LABELS)).filter(Files::exists));
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

    public Path folder() {
        return images;
    }

    /** What is in the folder. */
    public ImageFolder.Listing listing() {
        return labelFile().isPresent() ? ImageFolder.list(images) : ClassFolders.list(images);
    }
}
