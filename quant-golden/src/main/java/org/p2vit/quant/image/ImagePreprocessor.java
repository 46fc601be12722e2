// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Turns image files into the input of a network: decode, bring to size, normalize, cut into patches.
 *
 * @param shape the network; gray ones get the brightness of a colour image
 * @param mode how an image is brought to size
 * @param normalization for as many channels as the network has
 */
public record ImagePreprocessor(VitShape shape, Preprocess mode, Normalization normalization) {
    public ImagePreprocessor {
        mode.requireSize(shape.imageHeight(), shape.imageWidth());
        if (normalization.mean().size() != shape.channels()) {
            throw new InvalidInputException("The normalization has "
                    + normalization.mean().size() + " channels, the network has " + shape.channels() + ".");
        }
    }

    /**
     * The preprocessing a checkpoint asks for in its metadata ({@link CheckpointMetadata}); where it is silent, that of
     * DeiT: {@link Preprocess#RESIZE_CROP} and {@link Normalization#IMAGENET}.
     *
     * @param mode overrides the mode of the metadata
     * @throws InvalidInputException if the metadata are malformed, or absent for a gray network
     */
    public static ImagePreprocessor of(VitShape shape, Map<String, String> metadata, Optional<Preprocess> mode) {
        String stated = metadata.getOrDefault(CheckpointMetadata.PREPROCESS, Preprocess.RESIZE_CROP);
        Preprocess used = mode.orElseGet(() -> Preprocess.of(stated, shape.imageHeight(), shape.imageWidth()));
        return new ImagePreprocessor(shape, used, Normalization.ofMetadata(metadata));
    }

    /**
     * Reads a file and brings it to the input size.
     *
     * @throws InvalidInputException naming the file
     */
    public PixelImage pixels(Path file) {
        PixelImage image = ImageDecoder.read(file);
        try {
            return SizeStep.apply(mode, shape.channels() == 1 ? image.toGray() : image);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file as the input of the network.
     *
     * @return [patches x patchDepth], see {@link #patches(PixelImage)}
     * @throws InvalidInputException naming the file
     */
    public FloatTensor patches(Path file) {
        return patches(pixels(file));
    }

    /**
     * Normalizes an image of the input size and cuts it into patches.
     *
     * @return [patches x patchDepth]: patches in raster order, each flattened channel, row, column
     */
    public FloatTensor patches(PixelImage image) {
        if (image.width() != shape.imageWidth()
                || image.height() != shape.imageHeight()
                || image.channels() != shape.channels()) {
            throw new IllegalArgumentException(image + " for " + shape);
        }
        int patch = shape.patch();
        float[] patches = new float[shape.patches() * shape.patchDepth()];
        int filled = 0;
        for (int top = 0; top < image.height(); top += patch) {
            for (int left = 0; left < image.width(); left += patch) {
                for (int channel = 0; channel < image.channels(); channel++) {
                    for (int pixel = 0; pixel < patch * patch; pixel++) {
                        int sample = image.sample(left + pixel % patch, top + pixel / patch, channel);
                        patches[filled++] = normalization.apply(sample, channel);
                    }
                }
            }
        }
        return FloatTensor.of(patches, shape.patches(), shape.patchDepth());
    }
}
