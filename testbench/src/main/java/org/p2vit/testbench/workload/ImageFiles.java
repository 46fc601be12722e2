// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;

/** Images from files and folders, with the class that a {@code labels.csv} beside them states. */
public final class ImageFiles {
    private final ImagePreprocessor preprocessor;
    private final Map<Path, Map<Path, Integer>> labels = new HashMap<>();

    private ImageFiles(ImagePreprocessor preprocessor) {
        this.preprocessor = preprocessor;
    }

    /**
     * Reads the first {@code count} of the images that the paths name; a folder names all its images.
     *
     * @throws InvalidInputException naming the file that cannot be used
     */
    public static List<InputImage> read(List<Path> paths, int count, ImagePreprocessor preprocessor) {
        if (count < 1) {
            throw new InvalidInputException("the number of images is " + count + "; run at least 1");
        }
        ImageFiles files = new ImageFiles(preprocessor);
        return paths.stream()
                .flatMap(path -> Files.isDirectory(path) ? ImageFolder.images(path).stream() : Stream.of(path))
                .limit(count)
                .map(files::read)
                .toList();
    }

    private InputImage read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Integer label = labels.computeIfAbsent(folder, this::labelsOf).get(folder.resolve(file.getFileName()));
        return new InputImage(
                file.getFileName().toString(),
                label == null ? OptionalInt.empty() : OptionalInt.of(label),
                preprocessor.patches(file));
    }

    private Map<Path, Integer> labelsOf(Path folder) {
        Map<Path, Integer> byFile = new HashMap<>();
        if (Files.exists(folder.resolve(ImageFolder.LABELS))) {
            ImageFolder.labelled(folder, preprocessor.shape().classes())
                    .forEach(image -> byFile.put(image.file(), image.label()));
        }
        return byFile;
    }
}
