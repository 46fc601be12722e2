// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;

/** All that a report of accuracy is made from; see {@link AccuracyReporter}. */
public record EvaluationRequest(Trained trained, Quantized quantized, Labelled labelled, Extent extent) {
    /**
     * The float network and its calibration.
     *
     * @param name of the model in the report
     * @param folder of the images of calibration; empty if pictures were drawn
     * @param images in that folder; 0 if pictures were drawn
     * @param leftOut files of that folder that are no images, by kind
     */
    public record Trained(
            String name,
            FloatVit vit,
            CalibrationSet calibration,
            Optional<Path> folder,
            int images,
            Map<String, Integer> leftOut) {}

    /**
     * The integer network.
     *
     * @param options that it was quantized with; their bits are those of the other methods too
     * @param bits what the report says of the options
     */
    public record Quantized(QuantizedVit network, QuantizerOptions options, String bits) {}

    /**
     * The images to evaluate on.
     *
     * @param unlabelled images of their folder that have no label
     * @param leftOut files of their folder that are no images, by kind
     */
    public record Labelled(
            List<ImageFolder.Labelled> images,
            ImagePreprocessor preprocessor,
            int unlabelled,
            Map<String, Integer> leftOut) {}

    /**
     * How much is measured.
     *
     * @param baselines whether other ways to quantize are measured too
     * @param tensorImages the most images on which every tensor is compared; 0 for none
     */
    public record Extent(boolean baselines, int tensorImages, BadImagePolicy onBadImage) {}
}
