// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** Noise of quantized networks' logits relative to their signal, Σ (float − quantized)² / Σ float², on a few images. */
final class LogitNoise {
    private final List<FloatTensor> images;
    private final float[][] exact;
    private final int threads;

    LogitNoise(FloatVit vit, List<FloatTensor> images, int threads, ProgressListener progress) {
        this.images = List.copyOf(images);
        this.exact = new float[images.size()][];
        this.threads = threads;
        FloatForward forward = new FloatForward(vit);
        OrderedWork.run(threads, exact.length, image -> forward.logits(images.get(image)), (image, logits) -> {
            exact[image] = logits;
            progress.at("float logits", image + 1L, exact.length);
        });
    }

    /** @param count of the first images */
    double of(QuantizedVit network, int count) {
        GoldenVit golden = new GoldenVit(network);
        double[] sums = new double[2];
        OrderedWork.run(
                threads,
                Math.min(count, exact.length),
                image -> golden.forward(network.input().encode(images.get(image).toArray())),
                (image, logits) -> {
                    for (int i = 0; i < logits.length; i++) {
                        double value = exact[image][i];
                        double error = value
                                - Math.scalb(
                                        (double) logits[i], network.exponents().logits());
                        sums[0] += value * value;
                        sums[1] += error * error;
                    }
                });
        return sums[1] / sums[0];
    }
}
