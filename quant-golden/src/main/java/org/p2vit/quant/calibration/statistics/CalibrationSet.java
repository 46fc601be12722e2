// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImagePreprocessor;
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
    public CalibrationSet {
        if (size < 1) {
            throw new InvalidInputException("Calibration needs at least one image; about 100 are usual.");
        }
    }

    /** Images of files. */
    public static CalibrationSet ofFiles(ImagePreprocessor preprocessor, List<Path> files) {
        List<Path> images = List.copyOf(files);
        return new CalibrationSet(preprocessor, images.size(), index -> preprocessor.patches(images.get(index)));
    }

    /** Images that are ready. */
    public static CalibrationSet ofPatches(ImagePreprocessor preprocessor, List<FloatTensor> patches) {
        List<FloatTensor> images = List.copyOf(patches);
        return new CalibrationSet(preprocessor, images.size(), images::get);
    }

    /** @return [patches x patchDepth] */
    public FloatTensor patches(int index) {
        return source.apply(index);
    }
}
