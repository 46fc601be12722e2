// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import org.p2vit.quant.weights.FloatTensor;

/** A network as a function; it can be sent to another process. Called by several threads. */
@FunctionalInterface
public interface Logits extends Serializable {
    /**
     * @param patches [patches x patchDepth], normalized
     * @return [classes]
     */
    float[] of(FloatTensor patches);
}
