// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatVit;

/** Runs the float network over the calibration images and gathers statistics of its activations. */
final class CalibrationPass {
    private CalibrationPass() {}

    static ActivationStatistics run(
            FloatVit vit, CalibrationSet images, QuantizerOptions options, ProgressListener progress) {
        FloatForward forward = new FloatForward(vit);
        double queryScale = QueryScale.of(vit.shape()).factor();
        ActivationStatistics all = new ActivationStatistics();
        OrderedWork.run(
                options.threads(),
                images.size(),
                image -> {
                    StatisticsTap tap =
                            new StatisticsTap(vit.shape(), options.attention(), queryScale, options.seed(), image);
                    forward.logits(images.patches(image), tap);
                    return tap.statistics();
                },
                (image, statistics) -> {
                    all.merge(statistics);
                    progress.at("calibrating", image + 1L, images.size());
                });
        return all;
    }
}
