// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** The exact logits of images; called by several threads. Serialised it is the float network. */
public final class Reference implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FloatVit vit;
    private final boolean keeps;
    private final transient FloatForward forward;
    private final transient Map<Path, float[]> known = new ConcurrentHashMap<>();

    private Reference(FloatVit vit, boolean keeps) {
        this.vit = vit;
        this.keeps = keeps;
        this.forward = new FloatForward(vit);
    }

    /** Computed each time. */
    public static Reference of(FloatVit vit) {
        return new Reference(vit, false);
    }

    /** Computed once for each image and kept, for several passes over few images. */
    public static Reference kept(FloatVit vit) {
        return new Reference(vit, true);
    }

    float[] logits(Path image, FloatTensor patches) {
        return keeps ? known.computeIfAbsent(image, file -> forward.logits(patches)) : forward.logits(patches);
    }

    private Object readResolve() {
        return new Reference(vit, keeps);
    }
}
