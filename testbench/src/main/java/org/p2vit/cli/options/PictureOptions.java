// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.image.PixelOrigin;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Images of one's own, and how they come to the size that the network takes. */
public final class PictureOptions {
    @FileUse(FileUse.Kind.IMAGES)
    @Option(
            names = "--image",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Images, or folders of images, to run the network on; the demo's own if not given.")
    private List<Path> images = List.of();

    @Option(
            names = "--preprocess",
            paramLabel = "MODE",
            description =
                    "How the images come to size: resize-crop, crop, crop-pct=SHARE:FILTER, or steps such as shorter=248:bicubic,crop=224x224; as for calibration if not given.")
    private String preprocess;

    @Option(
            names = "--exif-rotation",
            description = "Turn images as their EXIF orientation says; as for calibration if not given.")
    private boolean exifRotation;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    List<Path> images() {
        if (images.isEmpty()) {
            Ineffective.refuse(command, "--preprocess", "without --image");
            Ineffective.refuse(command, "--exif-rotation", "without --image");
        }
        return images;
    }

    /** What makes these images the network's input. */
    ImagePreprocessor preprocessor(QuantizedVit network) {
        VitShape shape = network.shape();
        Preprocess used = preprocess == null
                ? network.input().preprocess()
                : OptionTypes.fitting(
                        "--preprocess",
                        () -> PreprocessWords.read(preprocess, shape.imageHeight(), shape.imageWidth()));
        return new ImagePreprocessor(
                shape,
                exifRotation ? used.withExifRotation() : used,
                new Normalization(network.input().mean(), network.input().std()),
                new PixelOrigin(preprocess == null ? PixelOrigin.BUNDLE : PixelOrigin.OPTION, PixelOrigin.BUNDLE));
    }

    /** What is in the folders among the images. */
    Map<Path, ImageFolder.Listing> folders() {
        Map<Path, ImageFolder.Listing> folders = new LinkedHashMap<>();
        images.stream().filter(Files::isDirectory).forEach(folder -> folders.put(folder, ImageFolder.list(folder)));
        return folders;
    }
}
