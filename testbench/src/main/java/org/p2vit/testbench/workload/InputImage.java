// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.workload;

import java.util.OptionalInt;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/**
 * An image as a network takes it.
 *
 * @param name file name, or how it was made
 * @param label its class, if known
 * @param patches normalized, [patches x patchDepth]
 */
public record InputImage(String name, OptionalInt label, FloatTensor patches) {
    /** The int8 codes that a quantized network takes, [patches x patchDepth]. */
    public byte[] codes(QuantizedVit network) {
        return network.input().encode(patches.toArray());
    }
}
