// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.util.List;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;

/**
 * A comparison of quantized networks with their float network on labelled images. It is a job whose pieces are the images;
 * they are read when their turn comes and forgotten after it.
 *
 * @param reference what the others are compared with
 * @param methods several may be given, they share the float pass
 */
public record Evaluation(
        Reference reference, List<Method> methods, ImagePreprocessor preprocessor, BadImagePolicy onBadImage) {
    public Evaluation {
        methods = List.copyOf(methods);
    }

    /**
     * Runs it; the result does not depend on the engine.
     *
     * @param images at least one
     * @throws org.p2vit.quant.InvalidInputException naming an image that cannot be read, unless such are left out
     */
    public Scores run(List<ImageFolder.Labelled> images, JobEngine engine, ProgressListener progress) {
        return engine.run(
                new Job<>(
                        "evaluating",
                        images,
                        new ImageWork(reference, methods, preprocessor, onBadImage),
                        () -> new ScoreReduction(images, methods)),
                progress);
    }
}
