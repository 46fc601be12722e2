// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.p2vit.quant.model.VitShape;

/**
 * A trained Vision Transformer: its dimensions, its float weights and the text its file carried. Immutable; a variant
 * with other weights is a new instance.
 *
 * @param patchEmbed [dim x patchDepth], depth flattened channel, row, column
 * @param constantTokens [constantTokens · dim]: the class token, behind it that of distillation if there is one, then registers
 * @param positions [tokens x dim], the first rows for the constant tokens
 * @param finalNorm before or behind a mean of the patches; null where the head reads the stream itself or a mean of it; {@link #norm} is it without null, but cannot be serialised
 * @param head [classes x headInputs]
 * @param metadata free text by key, see {@link CheckpointMetadata}
 */
public record FloatVit(
        VitShape shape,
        FloatLinear patchEmbed,
        FloatTensor constantTokens,
        FloatTensor positions,
        List<FloatBlock> blocks,
        FloatNorm finalNorm,
        FloatLinear head,
        Map<String, String> metadata)
        implements Serializable {

    public FloatVit {
        blocks = List.copyOf(blocks);
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        int dim = shape.dim();
        require("patch embedding", patchEmbed.weight(), dim, shape.patchDepth());
        require("constant tokens", constantTokens, shape.constantTokens() * dim);
        require("positions", positions, shape.tokens(), dim);
        Optional<FloatNorm> norm = Optional.ofNullable(finalNorm);
        if (norm.isPresent() != shape.readout().hasNorm()) {
            throw new IllegalArgumentException(
                    "a final norm is " + norm + " in a network of readout " + shape.readout());
        }
        norm.ifPresent(last -> require("norm", last.gamma(), dim));
        require("head", head.weight(), shape.classes(), shape.headInputs());
        if (blocks.size() != shape.depth()) {
            throw new IllegalArgumentException(blocks.size() + " blocks instead of " + shape.depth());
        }
        double epsilon = blocks.get(0).norm1().epsilon();
        if (norm.isPresent() && norm.get().epsilon() != epsilon) {
            throw new IllegalArgumentException("the LayerNorms have several epsilons");
        }
        for (FloatBlock block : blocks) {
            if (block.norm1().epsilon() != epsilon || block.norm2().epsilon() != epsilon) {
                throw new IllegalArgumentException("the LayerNorms have several epsilons");
            }
            require("norm1", block.norm1().gamma(), dim);
            require("qkv", block.qkv().weight(), 3 * dim, dim);
            require("proj", block.proj().weight(), dim, dim);
            require("norm2", block.norm2().gamma(), dim);
            require("fc1", block.fc1().weight(), shape.mlpDim(), dim);
            require("fc2", block.fc2().weight(), dim, shape.mlpDim());
        }
    }

    public FloatVit(
            VitShape shape,
            FloatLinear patchEmbed,
            FloatTensor constantTokens,
            FloatTensor positions,
            List<FloatBlock> blocks,
            Optional<FloatNorm> norm,
            FloatLinear head,
            Map<String, String> metadata) {
        this(shape, patchEmbed, constantTokens, positions, blocks, norm.orElse(null), head, metadata);
    }

    /** The final LayerNorm; none where the head reads the stream itself. */
    public Optional<FloatNorm> norm() {
        return Optional.ofNullable(finalNorm);
    }

    /** What all LayerNorms add to variances. */
    public double epsilon() {
        return blocks.get(0).norm1().epsilon();
    }

    private static void require(String name, FloatTensor tensor, Integer... expected) {
        if (!tensor.shape().equals(List.of(expected))) {
            throw new IllegalArgumentException(
                    name + " has the shape " + tensor.shape() + " instead of " + List.of(expected));
        }
    }
}
