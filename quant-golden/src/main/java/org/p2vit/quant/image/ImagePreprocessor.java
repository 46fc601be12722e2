// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Turns image files into the input of a network: decode, bring to size, normalize, cut into patches.
 *
 * @param shape the network; gray ones get the brightness of a colour image
 * @param mode how an image is brought to size
 * @param normalization for as many channels as the network has
 * @param origin who says so
 */
public record ImagePreprocessor(VitShape shape, Preprocess mode, Normalization normalization, PixelOrigin origin)
        implements Serializable {
    public ImagePreprocessor {
        mode.requireSize(shape.imageHeight(), shape.imageWidth());
        if (normalization.mean().size() != shape.channels()) {
            throw new InvalidInputException("The normalization has "
                    + normalization.mean().size() + " channels, the network has " + shape.channels() + ".");
        }
    }

    /** Of unknown origin. */
    public ImagePreprocessor(VitShape shape, Preprocess mode, Normalization normalization) {
        this(shape, mode, normalization, PixelOrigin.UNKNOWN);
    }

    /**
     * The preprocessing a checkpoint asks for in its metadata ({@link CheckpointMetadata}); where it is silent, that of
     * DeiT is assumed: {@link Preprocess#resizeCrop} and {@link Normalization#usual}.
     *
     * @param wanted what a user says instead of the metadata's way to bring images to size, see {@link PreprocessWords}
     * @param exifRotation whether a user says that EXIF orientations count
     * @throws InvalidInputException if something is malformed or does not fit the network
     */
    public static ImagePreprocessor of(
            VitShape shape, Map<String, String> metadata, Optional<String> wanted, boolean exifRotation) {
        String stated = metadata.getOrDefault(CheckpointMetadata.PREPROCESS, PreprocessWords.RESIZE_CROP);
        String from = !metadata.containsKey(CheckpointMetadata.PREPROCESS)
                ? PixelOrigin.ASSUMED
                : metadata.getOrDefault(CheckpointMetadata.PREPROCESS_FROM, PixelOrigin.METADATA);
        String sizeFrom = wanted.isPresent() ? PixelOrigin.OPTION : from;
        Optional<Normalization> values = Normalization.ofMetadata(metadata, shape.channels());
        String valuesFrom = values.isEmpty()
                ? PixelOrigin.ASSUMED
                : metadata.getOrDefault(CheckpointMetadata.NORMALIZATION_FROM, PixelOrigin.METADATA);
        return new ImagePreprocessor(
                shape,
                mode(shape, wanted.orElse(stated), sizeFrom, exifRotation),
                values.orElseGet(() -> Normalization.usual(shape.channels())),
                new PixelOrigin(sizeFrom, valuesFrom));
    }

    /** What a checkpoint asks for, when the user says nothing. */
    public static ImagePreprocessor of(VitShape shape, Map<String, String> metadata) {
        return of(shape, metadata, Optional.empty(), false);
    }

    private static Preprocess mode(VitShape shape, String text, String from, boolean exifRotation) {
        try {
            Preprocess mode = PreprocessWords.read(text, shape.imageHeight(), shape.imageWidth());
            return exifRotation ? mode.withExifRotation() : mode;
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.getMessage() + " (Preprocessing by " + from + ".)", e);
        }
    }

    /** What is done and who says so, for reports. */
    public PixelReport report() {
        return new PixelReport(
                mode.text(), origin.size(), normalization.mean(), normalization.deviation(), origin.normalization());
    }

    /**
     * Reads a file and brings it to the input size.
     *
     * @throws InvalidInputException naming the file
     */
    public PixelImage pixels(Path file) {
        PixelImage image = ImageDecoder.read(file, mode.exifRotation());
        try {
            return pixels(image);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
    }

    /** A picture of the input size that nobody took, see {@link LeafPictures}. */
    public PixelImage drawn(long seed) {
        PixelImage picture = LeafPictures.draw(shape.imageWidth(), shape.imageHeight(), seed);
        return shape.channels() == 1 ? picture.toGray() : picture;
    }

    /**
     * Brings a colour image to the input size; it is not turned.
     *
     * @throws InvalidInputException if its size does not allow it
     */
    public PixelImage pixels(PixelImage image) {
        return SizeStep.apply(mode, shape.channels() == 1 ? image.toGray() : image);
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
