// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.image.PixelOrigin;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.workload.ImageFiles;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A network and images of one's own, instead of the demo. */
final class NetworkOptions {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "FILE",
            description = "A quantized network; the built-in demo if not given.")
    private Path bundle;

    @FileUse(FileUse.Kind.IMAGES)
    @Option(
            names = "--image",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Images, or folders of images, to run it on.")
    private List<Path> images;

    @FileUse(FileUse.Kind.CHECKPOINT)
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The float weights the bundle was made from, to see what float says.")
    private Path model;

    @ArgGroup(exclusive = false)
    private StatedOptions stated;

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

    /**
     * @param accelerator must be able to run the network, which is looked at before the images
     * @param count the most images to run
     * @param command whose options these are
     */
    Workload workload(AcceleratorConfig accelerator, int count, CommandSpec command, InputNotes notes) {
        if (model == null) {
            Ineffective.refuse(command, "--heads", "without --model");
            Ineffective.refuse(command, "--image-size", "without --model");
        }
        QuantizedVit network = QuantizedBundle.read(bundle);
        NetworkCompiler.require(network, accelerator);
        ImagePreprocessor preprocessor = preprocessor(network);
        return new Workload(
                bundle.getFileName().toString(),
                network,
                reference(notes),
                ImageFiles.read(images, count, preprocessor),
                List.of(),
                preprocessor.report());
    }

    private ImagePreprocessor preprocessor(QuantizedVit network) {
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

    private Optional<FloatVit> reference(InputNotes notes) {
        StatedOptions said = stated == null ? new StatedOptions() : stated;
        return Optional.ofNullable(model).map(file -> said.read(file, notes));
    }

    /** What is in the folders among the images. */
    Map<Path, ImageFolder.Listing> folders() {
        Map<Path, ImageFolder.Listing> folders = new LinkedHashMap<>();
        images.stream().filter(Files::isDirectory).forEach(folder -> folders.put(folder, ImageFolder.list(folder)));
        return folders;
    }
}
