// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** Logits of the float network; a piece is the number of an image. Serialised it is the network and the images. */
final class FloatLogits implements Work<Integer, float[]> {
    private static final long serialVersionUID = 1L;

    private final FloatVit vit;
    private final List<FloatTensor> images;
    private final transient FloatForward forward;

    FloatLogits(FloatVit vit, List<FloatTensor> images) {
        this.vit = vit;
        this.images = List.copyOf(images);
        this.forward = new FloatForward(vit);
    }

    @Override
    public float[] of(Integer image) {
        return forward.logits(images.get(image));
    }

    @Override
    public String describe(Integer image) {
        return "image " + (image + 1);
    }

    private Object readResolve() {
        return new FloatLogits(vit, images);
    }
}
