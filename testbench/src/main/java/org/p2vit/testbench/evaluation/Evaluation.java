// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.weights.FloatTensor;

/**
 * Runs the float network and quantized ones over labelled images. Images are read when their turn comes and forgotten
 * after it; the result does not depend on the number of threads.
 */
public final class Evaluation {
    /** The row of the float network itself. */
    static final String FLOAT = "float";

    private final Reference reference;
    private final List<Method> methods;

    /** @param quantized to be compared with float; several may be given, they share the float pass */
    public Evaluation(Reference reference, List<Method> quantized) {
        this.reference = reference;
        this.methods = List.copyOf(quantized);
    }

    /** @return the float network, then the methods in their order */
    public List<MethodScore> run(
            List<ImageFolder.Labelled> images, ImagePreprocessor preprocessor, int threads, ProgressListener progress) {
        List<ScoreSums> sums =
                Stream.generate(ScoreSums::new).limit(methods.size() + 1L).toList();
        OrderedWork.run(
                threads, images.size(), image -> cases(image, images.get(image), preprocessor), (image, cases) -> {
                    for (int i = 0; i < sums.size(); i++) {
                        sums.get(i).add(cases.get(i));
                    }
                    progress.at("evaluating", image + 1L, images.size());
                });
        List<MethodScore> scores = new ArrayList<>();
        scores.add(sums.get(0).score(FLOAT, false));
        for (int i = 0; i < methods.size(); i++) {
            scores.add(
                    sums.get(i + 1).score(methods.get(i).name(), methods.get(i).integer()));
        }
        return scores;
    }

    private List<ScoreSums.Case> cases(int number, ImageFolder.Labelled image, ImagePreprocessor preprocessor) {
        FloatTensor patches = preprocessor.patches(image.file());
        float[] exact = reference.logits(number, patches);
        return Stream.concat(Stream.of(exact), methods.stream().map(method -> method.logits()
                        .apply(patches)))
                .map(logits -> ScoreSums.Case.of(exact, logits, image.label()))
                .toList();
    }
}
