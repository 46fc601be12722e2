// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import java.util.List;
import java.util.Optional;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TopClass;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.workload.InputImage;
import org.p2vit.testbench.workload.Workload;

/**
 * How often float network and golden integer network are right, top-1.
 *
 * @param images number of labelled images
 */
public record Accuracy(int images, int floatCorrect, int integerCorrect) {
    /** Runs both networks over the evaluation images, on all processors; empty without images or float network. */
    public static Optional<Accuracy> of(Workload workload) {
        return workload.evaluation().isEmpty()
                ? Optional.empty()
                : workload.reference().map(vit -> of(vit, workload.network(), workload.evaluation()));
    }

    private static Accuracy of(FloatVit vit, QuantizedVit quantized, List<InputImage> images) {
        FloatForward reference = new FloatForward(vit);
        GoldenVit golden = new GoldenVit(quantized);
        long floatCorrect = images.parallelStream()
                .filter(image -> isLabel(TopClass.of(reference.logits(image.patches())), image))
                .count();
        long integerCorrect = images.parallelStream()
                .filter(image -> isLabel(GoldenVit.classOf(golden.forward(image.codes(quantized))), image))
                .count();
        return new Accuracy(images.size(), (int) floatCorrect, (int) integerCorrect);
    }

    private static boolean isLabel(int top, InputImage image) {
        return top == image.label().orElseThrow();
    }
}
