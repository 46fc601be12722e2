// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** The exact logits of numbered images; called by several threads. */
@FunctionalInterface
public interface Reference {
    float[] logits(int image, FloatTensor patches);

    /** Computed each time. */
    static Reference of(FloatVit vit) {
        FloatForward forward = new FloatForward(vit);
        return (image, patches) -> forward.logits(patches);
    }

    /** Computed once for each image and kept, for several passes over few images. */
    static Reference kept(FloatVit vit) {
        Reference each = of(vit);
        Map<Integer, float[]> known = new ConcurrentHashMap<>();
        return (image, patches) -> known.computeIfAbsent(image, number -> each.logits(number, patches));
    }
}
