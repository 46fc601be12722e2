// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.List;
import java.util.Map;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.VitShape;

/** What a network costs when some layers are of other kinds than dense with 8-bit weights. */
@FunctionalInterface
public interface Cost {
    /** @param kinds of the layers that are not dense with 8-bit weights, by name */
    double of(Map<String, LayerKind> kinds);

    /**
     * Bytes of all weights, patch embedding and head included; biases and tables left out. Sparse layers count as a sparse
     * array is to have them, {@link LayerKind#packedBytes}; bundles and machines of today hold their zeros, too.
     */
    static Cost weightBytes(VitShape shape) {
        long outside = (long) shape.dim() * shape.patchDepth() + (long) shape.classes() * shape.dim();
        List<BlockLayer> layers = BlockLayer.of(shape);
        LayerKind wide = LayerKind.dense(8);
        return kinds -> {
            double bytes = outside;
            for (BlockLayer layer : layers) {
                bytes +=
                        layer.weights() * kinds.getOrDefault(layer.name(), wide).packedBytes();
            }
            return bytes;
        };
    }
}
