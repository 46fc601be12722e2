// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.quant.model.VitShape;

/**
 * A linear layer inside a block, whose weights may have 4 or 8 bits.
 *
 * @param name e.g. {@code blocks.3.fc1}
 * @param module attention or MLP of its block, e.g. {@code blocks.3.mlp}
 * @param weights number of weights
 */
public record BlockLayer(String name, String module, long weights) {
    /** All such layers of a network, in the order of computation. */
    public static List<BlockLayer> of(VitShape shape) {
        long square = (long) shape.dim() * shape.dim();
        long mlp = (long) shape.dim() * shape.mlpDim();
        List<BlockLayer> layers = new ArrayList<>();
        for (int n = 0; n < shape.depth(); n++) {
            String block = "blocks." + n + ".";
            for (String name : List.of("q", "k", "v", "proj")) {
                layers.add(new BlockLayer(block + name, block + "attention", square));
            }
            layers.add(new BlockLayer(block + "fc1", block + "mlp", mlp));
            layers.add(new BlockLayer(block + "fc2", block + "mlp", mlp));
        }
        return List.copyOf(layers);
    }
}
