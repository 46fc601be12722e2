// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.LeafPictures;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Images to calibrate with. They are fetched one by one, so that they need not all be in memory; several threads fetch
 * at once and an image may be fetched again.
 *
 * @param preprocessor how the images were made; the quantized network will remember it
 * @param size number of images, at least 1
 * @param source patches of an image by index, [patches x patchDepth], the same at each call
 */
public record CalibrationSet(ImagePreprocessor preprocessor, int size, IntFunction<FloatTensor> source) {
    /** Pictures that are drawn where there are no images. */
    public static final int DRAWN = 8;

    public CalibrationSet {
        if (size < 1) {
            throw new InvalidInputException("Calibration needs at least one image; about 100 are usual.");
        }
    }

    /** Images of files, or drawn pictures if there are none. */
    public static CalibrationSet of(ImagePreprocessor preprocessor, List<Path> files) {
        return files.isEmpty() ? drawn(preprocessor) : ofFiles(preprocessor, files);
    }

    /** Images of files. */
    public static CalibrationSet ofFiles(ImagePreprocessor preprocessor, List<Path> files) {
        List<Path> images = List.copyOf(files);
        return new CalibrationSet(preprocessor, images.size(), index -> preprocessor.patches(images.get(index)));
    }

    /** {@value #DRAWN} pictures that are drawn, for calibrating without images; see {@link LeafPictures}. */
    public static CalibrationSet drawn(ImagePreprocessor preprocessor) {
        return new CalibrationSet(preprocessor, DRAWN, index -> preprocessor.patches(preprocessor.drawn(index)));
    }

    /** For people, how a network was calibrated: on so many images, or on drawn pictures if there were none. */
    public static String text(int images) {
        return images == 0
                ? "calibrated without images, on " + DRAWN + " drawn pictures"
                : "calibrated on " + images + " images";
    }

    /** Images that are ready. */
    public static CalibrationSet ofPatches(ImagePreprocessor preprocessor, List<FloatTensor> patches) {
        List<FloatTensor> images = List.copyOf(patches);
        return new CalibrationSet(preprocessor, images.size(), images::get);
    }

    /** The first images of this set. */
    public CalibrationSet first(int images) {
        return new CalibrationSet(preprocessor, Math.min(images, size), source);
    }

    /** @return [patches x patchDepth] */
    public FloatTensor patches(int index) {
        return source.apply(index);
    }
}
