// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.List;
import java.util.Map;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.model.VitShape;

/**
 * All figures of one evaluation; shares are 0 … 1. The single figures are those of the integer network.
 *
 * @param shape of the network
 * @param calibrationPreprocessing how the images of calibration were prepared
 * @param preprocessing how the images that were evaluated were prepared, for float and for the others
 * @param bits of weights, activations and attention weights
 * @param narrow layers of the integer network with 4-bit weights
 * @param images labelled images that were evaluated
 * @param unlabelled images of the folder that have no label and were left out
 * @param calibrationLeftOut files of the calibration folder that are no images, by kind
 * @param imagesLeftOut files of the evaluated folder that are no images, by kind
 * @param confidence95 intervals of the single figures, low and high, by their names
 * @param seconds from start to end, quantization included
 * @param tensors SQNR of every tensor of the integer network
 * @param tensorImages the first images, on which {@code tensors} were measured
 */
public record EvaluationReport(
        String model,
        VitShape shape,
        String calibration,
        int calibrationImages,
        PixelReport calibrationPreprocessing,
        PixelReport preprocessing,
        String bits,
        List<String> narrow,
        int images,
        int unlabelled,
        Map<String, Integer> calibrationLeftOut,
        Map<String, Integer> imagesLeftOut,
        double top1,
        double floatTop1,
        double top1Difference,
        double agreement,
        double logitSqnrDb,
        Map<String, double[]> confidence95,
        String intervals,
        double seconds,
        List<MethodScore> methods,
        int tensorImages,
        List<SqnrReport.TensorSqnr> tensors) {
    /** How the intervals are made. */
    public static final String INTERVALS =
            "95 %: Wilson's score interval for shares, Bonett and Price's adjusted Wald interval for the difference of"
                    + " paired shares, Student's t for the logarithm of SQNR with its variance by the delta method";
}
