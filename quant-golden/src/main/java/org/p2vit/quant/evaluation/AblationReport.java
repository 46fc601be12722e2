// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.util.List;
import java.util.Map;
import org.p2vit.quant.image.PixelReport;

/**
 * What the parts of the quantizer are worth.
 *
 * @param calibrationPreprocessing how the images of calibration were prepared
 * @param preprocessing how the images that were evaluated were prepared
 * @param calibrationLeftOut files of the calibration folder that are no images, by kind
 * @param imagesLeftOut files of the evaluated folder that are no images, by kind
 * @param rows float first, then the forms of the quantizer
 * @param newMeasurements forms measured in this run; others were found in the cache
 */
public record AblationReport(
        String model,
        String bits,
        int calibrationImages,
        int images,
        PixelReport calibrationPreprocessing,
        PixelReport preprocessing,
        Map<String, Integer> calibrationLeftOut,
        Map<String, Integer> imagesLeftOut,
        String intervals,
        List<MethodScore> rows,
        int newMeasurements,
        double seconds) {}
