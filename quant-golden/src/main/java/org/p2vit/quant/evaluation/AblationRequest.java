// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;

/**
 * All that an ablation is made from; see {@link AblationReporter}.
 *
 * @param calibration images to calibrate with
 * @param leftOut files of their folder that are no images, by kind
 * @param bits what the report says of bits and kinds of layers
 * @param options that each form changes; their threads are those that one form is worked on with
 * @param variants the forms
 */
public record AblationRequest(
        TrainedModel trained,
        List<Path> calibration,
        Map<String, Integer> leftOut,
        String bits,
        QuantizerOptions options,
        List<Ablation.Variant> variants,
        Evaluated evaluated) {
    public AblationRequest {
        calibration = List.copyOf(calibration);
        variants = List.copyOf(variants);
    }

    /**
     * The images to evaluate on, which calibration should not see.
     *
     * @param leftOut files of their folder that are no images, by kind
     */
    public record Evaluated(
            List<ImageFolder.Labelled> images, ImagePreprocessor preprocessor, Map<String, Integer> leftOut) {
        public Evaluated {
            images = List.copyOf(images);
        }
    }
}
