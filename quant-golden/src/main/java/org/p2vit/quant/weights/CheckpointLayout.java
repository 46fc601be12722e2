// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointNames.LayerScale;

/** The tensors that a network of a shape consists of, in the order of storage, with their extents. */
final class CheckpointLayout {
    private final Map<String, List<Long>> extents = new LinkedHashMap<>();

    private CheckpointLayout() {}

    /** What published networks write, without the parts that some have more or less. */
    static Map<String, List<Long>> of(CheckpointNames names, VitShape shape) {
        Set<String> twoHeads = shape.classTokens() == 2 ? Set.of(names.distillationHead() + ".weight") : Set.of();
        return new CheckpointLayout().filled(names, shape, shape.tokens(), twoHeads);
    }

    /**
     * That of a network with such tensors: with a second head if they have one, with a LayerScale if any block has one, and
     * without biases of the patch embedding, of the heads, or of a layer that has none in any block.
     *
     * @param rows of position embeddings
     */
    static Map<String, List<Long>> of(CheckpointNames names, VitShape shape, int rows, Set<String> tensors) {
        CheckpointLayout layout = new CheckpointLayout();
        layout.filled(names, shape, rows, tensors);
        layout.mayLackBiases(List.of(names.patchEmbed()), tensors);
        layout.mayLackBiases(names.allHeads(tensors), tensors);
        for (String part : names.layers()) {
            layout.mayLackBiases(
                    IntStream.range(0, shape.depth())
                            .mapToObj(i -> names.inBlock(i, part))
                            .toList(),
                    tensors);
        }
        names.layerScale(tensors, shape.depth()).ifPresent(scale -> layout.add(names, shape, scale));
        return layout.extents;
    }

    private void mayLackBiases(List<String> modules, Set<String> tensors) {
        List<String> biases = modules.stream().map(module -> module + ".bias").toList();
        if (biases.stream().noneMatch(tensors::contains)) {
            extents.keySet().removeAll(biases);
        }
    }

    private void add(CheckpointNames names, VitShape shape, LayerScale scale) {
        for (int i = 0; i < shape.depth(); i++) {
            tensor(names.inBlock(i, scale.attention()), shape.dim());
            tensor(names.inBlock(i, scale.mlp()), shape.dim());
        }
    }

    private Map<String, List<Long>> filled(CheckpointNames names, VitShape shape, int positions, Set<String> tensors) {
        int dim = shape.dim();
        module(names.patchEmbed(), dim, shape.channels(), shape.patch(), shape.patch());
        if (shape.classTokens() > 0) {
            tensor(names.classToken(), 1, 1, dim);
        }
        if (shape.classTokens() == 2) {
            tensor(names.distillationToken(), 1, 1, dim);
        }
        if (shape.registers() > 0) {
            tensor(names.registers(), 1, shape.registers(), dim);
        }
        tensor(names.positions(), 1, positions, dim);
        for (int i = 0; i < shape.depth(); i++) {
            module(names.inBlock(i, names.norm1()), dim);
            int rows = 3 * dim / names.qkv().size();
            for (String part : names.qkv()) {
                module(names.inBlock(i, part), rows, dim);
            }
            module(names.inBlock(i, names.proj()), dim, dim);
            module(names.inBlock(i, names.norm2()), dim);
            module(names.inBlock(i, names.fc1()), shape.mlpDim(), dim);
            module(names.inBlock(i, names.fc2()), dim, shape.mlpDim());
        }
        if (shape.readout().hasNorm()) {
            module(finalNorm(names, shape, tensors), dim);
        }
        names.allHeads(tensors).forEach(head -> module(head, shape.classes(), dim));
        return extents;
    }

    /** The module of the final norm: the one that is there, or the usual one. */
    static String finalNorm(CheckpointNames names, VitShape shape, Set<String> tensors) {
        String usual = shape.readout() == Readout.MEAN_NORM ? names.meanNorm() : names.norm();
        return names.finalNorms(tensors).stream().findFirst().orElse(usual);
    }

    private void module(String name, int... weightShape) {
        tensor(name + ".weight", weightShape);
        tensor(name + ".bias", weightShape[0]);
    }

    private void tensor(String name, int... shape) {
        extents.put(name, IntStream.of(shape).asLongStream().boxed().toList());
    }
}
