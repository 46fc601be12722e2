// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import java.util.Arrays;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TensorTap;
import org.p2vit.quant.weights.FloatVit;

/**
 * How much greater than usual the greatest token of a network is: its root mean square relative to that of the median token
 * of its image in the same residual stream. A rotation does not change it.
 */
final class TokenSpread implements TensorTap {
    /** A few show it: massive tokens are there in every image. */
    private static final int IMAGES = 8;

    private double greatest = 1;

    private TokenSpread() {}

    /** Of all residual streams of a network on some of the images; the same for any number of threads. */
    static double of(FloatVit vit, CalibrationSet images, int threads) {
        FloatForward forward = new FloatForward(vit);
        int count = Math.min(IMAGES, images.size());
        TokenSpread all = new TokenSpread();
        OrderedWork.run(
                threads,
                count,
                i -> {
                    TokenSpread one = new TokenSpread();
                    // Spread over the set, which may be sorted by class.
                    forward.logits(images.patches(i * images.size() / count), one);
                    return one.greatest;
                },
                (i, one) -> all.greatest = Math.max(all.greatest, one));
        return all.greatest;
    }

    @Override
    public void accept(String name, float[] data, int rows, int columns) {
        if (name.equals("patch_embed") || name.endsWith(".proj") || name.endsWith(".fc2")) {
            double spread = of(data, rows, columns);
            // A stream of zeros or beyond the range of float says nothing.
            if (Double.isFinite(spread)) {
                greatest = Math.max(greatest, spread);
            }
        }
    }

    /** Of one stream, [tokens x dim]; of an even number of tokens the lower median. */
    static double of(float[] stream, int tokens, int dim) {
        double[] sizes = new double[tokens];
        for (int i = 0; i < stream.length; i++) {
            sizes[i / dim] += (double) stream[i] * stream[i];
        }
        Arrays.sort(sizes);
        return Math.sqrt(sizes[tokens - 1] / sizes[(tokens - 1) / 2]);
    }
}
