// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.quant.model.VitShape;

/** The tensors that a network of a shape consists of, in the order of storage, with their extents. */
final class CheckpointLayout {
    private final Map<String, List<Long>> extents = new LinkedHashMap<>();

    private CheckpointLayout() {}

    /** @param distillationHead whether the second of two class tokens has a head */
    static Map<String, List<Long>> of(CheckpointNames names, VitShape shape, boolean distillationHead) {
        CheckpointLayout layout = new CheckpointLayout();
        int dim = shape.dim();
        layout.module(names.patchEmbed(), dim, shape.channels(), shape.patch(), shape.patch());
        layout.tensor(names.classToken(), 1, 1, dim);
        if (shape.classTokens() == 2) {
            layout.tensor(names.distillationToken(), 1, 1, dim);
        }
        layout.tensor(names.positions(), 1, shape.tokens(), dim);
        for (int i = 0; i < shape.depth(); i++) {
            layout.module(names.inBlock(i, names.norm1()), dim);
            int rows = 3 * dim / names.qkv().size();
            for (String part : names.qkv()) {
                layout.module(names.inBlock(i, part), rows, dim);
            }
            layout.module(names.inBlock(i, names.proj()), dim, dim);
            layout.module(names.inBlock(i, names.norm2()), dim);
            layout.module(names.inBlock(i, names.fc1()), shape.mlpDim(), dim);
            layout.module(names.inBlock(i, names.fc2()), dim, shape.mlpDim());
        }
        layout.module(names.norm(), dim);
        layout.module(distillationHead ? names.distilledHead() : names.head(), shape.classes(), dim);
        if (distillationHead) {
            layout.module(names.distillationHead(), shape.classes(), dim);
        }
        return layout.extents;
    }

    private void module(String name, int... weightShape) {
        tensor(name + ".weight", weightShape);
        tensor(name + ".bias", weightShape[0]);
    }

    private void tensor(String name, int... shape) {
        extents.put(name, IntStream.of(shape).asLongStream().boxed().toList());
    }
}
