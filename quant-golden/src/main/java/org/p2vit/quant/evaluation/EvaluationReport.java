// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.model.VitShape;

/**
 * All figures of one evaluation; shares are 0 … 1.
 *
 * @param seconds from start to end, quantization included
 * @param tensorImages the first images, on which {@code tensors} were measured
 * @param tensors SQNR of every tensor of the integer network
 */
public record EvaluationReport(
        @JsonUnwrapped Source source,
        @JsonUnwrapped Setting setting,
        @JsonUnwrapped Accuracy accuracy,
        double seconds,
        List<MethodScore> methods,
        int tensorImages,
        List<SqnrReport.TensorSqnr> tensors) {
    /** How the intervals are made. */
    public static final String INTERVALS =
            "95 %: Wilson's score interval for shares, Bonett and Price's adjusted Wald interval for the difference of"
                    + " paired shares, Student's t for the logarithm of SQNR with its variance by the delta method";

    /**
     * The float network and the images that it was calibrated with.
     *
     * @param shape of the network
     * @param calibration their folder; null, and no images, if pictures were drawn
     * @param calibrationPreprocessing how these images were prepared
     */
    public record Source(
            String model,
            VitShape shape,
            @JsonSetter(nulls = Nulls.SET) String calibration,
            int calibrationImages,
            PixelReport calibrationPreprocessing) {}

    /**
     * What was evaluated.
     *
     * @param preprocessing how the images that were evaluated were prepared, for float and for the others
     * @param bits of weights, activations and attention weights
     * @param int4 layers of the integer network with 4-bit weights
     * @param images labelled images that were evaluated
     * @param badImages labelled images that were left out because they cannot be decoded
     * @param unlabelled images of the folder that have no label and were left out
     * @param calibrationLeftOut files of the calibration folder that are no images, by kind
     * @param imagesLeftOut files of the evaluated folder that are no images, by kind
     */
    public record Setting(
            PixelReport preprocessing,
            String bits,
            List<String> int4,
            int images,
            List<BadImage> badImages,
            int unlabelled,
            Map<String, Integer> calibrationLeftOut,
            Map<String, Integer> imagesLeftOut) {}

    /**
     * The figures of the integer network.
     *
     * @param confidence95 intervals of the others, low and high, by their names
     * @param intervals how they are made
     */
    public record Accuracy(
            double top1,
            double floatTop1,
            double top1Difference,
            double agreement,
            double logitSqnrDb,
            Map<String, double[]> confidence95,
            String intervals) {}
}
