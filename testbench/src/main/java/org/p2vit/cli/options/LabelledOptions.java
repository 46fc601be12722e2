// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.LabelledImages;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatVit;
import picocli.CommandLine.Option;

/** Images whose classes are known, of the commands that measure accuracy. */
public final class LabelledOptions {
    @FileUse(FileUse.Kind.IMAGES)
    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "Images to classify: a folder, a tar file, or with Spark a parquet file or a folder of them.")
    private Path images;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Their classes: a line FILE,LABEL for each image, the label an index from 0 or, if the model"
                    + " carries class names, a name. Or the development kit of"
                    + " ImageNet, ILSVRC2012_devkit_t12.tar.gz, or the ground truth in it. If not given labels.csv in --images; if that is not there, --images"
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
        return images().read(vit.shape().classes(), CheckpointMetadata.classNames(vit.metadata()));
    }

    private LabelledImages images() {
        return new LabelledImages(images, Optional.ofNullable(labels));
    }

    /** How many images of the folder have no label. */
    public int unlabelled(List<ImageFolder.Labelled> labelled) {
        return images().unlabelled(labelled);
    }

    public Path folder() {
        return images;
    }

    /** What is in the folder. */
    public ImageFolder.Listing listing() {
        return images().listing();
    }
}
