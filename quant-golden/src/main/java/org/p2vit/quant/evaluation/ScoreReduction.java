// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.job.Reduction;

/** Adds what images showed, in their order. */
final class ScoreReduction implements Reduction<ImageScores, Scores> {
    /** The row of the float network itself. */
    private static final String FLOAT = "float";

    private final List<ImageFolder.Labelled> images;
    private final List<Method> methods;
    private final List<ScoreSums> sums;
    private final List<BadImage> bad = new ArrayList<>();
    private int seen;

    ScoreReduction(List<ImageFolder.Labelled> images, List<Method> methods) {
        this.images = images;
        this.methods = methods;
        this.sums = Stream.generate(ScoreSums::new).limit(methods.size() + 1L).toList();
    }

    @Override
    public void add(ImageScores image) {
        ImageFolder.Labelled one = images.get(seen++);
        if (image.isBad()) {
            bad.add(new BadImage(one.file().toString(), image.fault()));
            return;
        }
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).add(image.cases().get(i));
        }
    }

    /** @throws InvalidInputException if no image is left */
    @Override
    public Scores total() {
        if (bad.size() == images.size()) {
            throw new InvalidInputException("None of the " + images.size() + " images can be read; the first: "
                    + bad.get(0).reason());
        }
        List<MethodScore> scores = new ArrayList<>();
        scores.add(sums.get(0).score(FLOAT, false));
        for (int i = 0; i < methods.size(); i++) {
            Method method = methods.get(i);
            scores.add(sums.get(i + 1).score(method.name(), method.integer()));
        }
        return new Scores(scores, bad);
    }
}
