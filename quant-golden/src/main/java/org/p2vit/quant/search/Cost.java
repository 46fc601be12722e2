// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;
import java.util.Set;
import org.p2vit.quant.model.VitShape;

/** What a network costs when some layers have 4-bit weights and the rest 8; it must fall with every layer added. */
@FunctionalInterface
public interface Cost {
    /** @param int4 names of the layers with 4 bits */
    double of(Set<String> int4);

    /** Bytes of all weights, patch embedding and head included; biases and tables left out. */
    static Cost weightBytes(VitShape shape) {
        long outside = (long) shape.dim() * shape.patchDepth() + (long) shape.classes() * shape.dim();
        List<BlockLayer> layers = BlockLayer.of(shape);
        return int4 -> {
            double bytes = outside;
            for (BlockLayer layer : layers) {
                bytes += int4.contains(layer.name()) ? layer.weights() / 2.0 : layer.weights();
            }
            return bytes;
        };
    }
}
