// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.p2vit.quant.model.VitShape;

/** Writes a network as a safetensors file with timm names, what tensors do not tell in the metadata. */
public final class CheckpointWriter {
    private CheckpointWriter() {}

    /** Writes {@code vit} to {@code file}, replacing it. {@link CheckpointReader} reads back an equal network. */
    public static void write(Path file, FloatVit vit) throws IOException {
        SafetensorsWriter.write(file, tensors(vit));
    }

    private static MemoryTensors tensors(FloatVit vit) {
        CheckpointNames names = CheckpointNames.timm();
        VitShape shape = vit.shape();
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        float[] constants = vit.constantTokens().toArray();
        if (shape.classTokens() > 0) {
            tensors.put(names.classToken(), tokens(constants, 0, 1, shape.dim()));
        }
        if (shape.classTokens() == 2) {
            tensors.put(names.distillationToken(), tokens(constants, 1, 1, shape.dim()));
        }
        if (shape.registers() > 0) {
            tensors.put(names.registers(), tokens(constants, shape.classTokens(), shape.registers(), shape.dim()));
        }
        tensors.put(names.positions(), vit.positions().reshape(1, shape.tokens(), shape.dim()));
        FloatTensor patches =
                vit.patchEmbed().weight().reshape(shape.dim(), shape.channels(), shape.patch(), shape.patch());
        putModule(tensors, names.patchEmbed(), patches, vit.patchEmbed().bias());
        for (int i = 0; i < shape.depth(); i++) {
            FloatBlock block = vit.blocks().get(i);
            put(tensors, names.inBlock(i, names.norm1()), block.norm1());
            put(tensors, names.inBlock(i, names.qkv().get(0)), block.qkv());
            put(tensors, names.inBlock(i, names.proj()), block.proj());
            put(tensors, names.inBlock(i, names.norm2()), block.norm2());
            put(tensors, names.inBlock(i, names.fc1()), block.fc1());
            put(tensors, names.inBlock(i, names.fc2()), block.fc2());
        }
        vit.norm().ifPresent(norm -> put(tensors, CheckpointLayout.finalNorm(names, shape, Set.of()), norm));
        if (shape.classTokens() == 2) {
            put(tensors, names.distilledHead(), DistilledHead.part(vit.head(), 0));
            put(tensors, names.distillationHead(), DistilledHead.part(vit.head(), 1));
        } else {
            put(tensors, names.heads().get(0), vit.head());
        }
        Map<String, String> metadata = new LinkedHashMap<>(vit.metadata());
        metadata.putAll(CheckpointMetadata.of(shape, vit.epsilon()));
        return new MemoryTensors("network in memory", tensors, metadata);
    }

    private static FloatTensor tokens(float[] all, int first, int count, int dim) {
        return FloatTensor.of(Arrays.copyOfRange(all, first * dim, (first + count) * dim), 1, count, dim);
    }

    private static void put(Map<String, FloatTensor> tensors, String module, FloatLinear linear) {
        putModule(tensors, module, linear.weight(), linear.bias());
    }

    private static void put(Map<String, FloatTensor> tensors, String module, FloatNorm norm) {
        putModule(tensors, module, norm.gamma(), norm.beta());
    }

    private static void putModule(
            Map<String, FloatTensor> tensors, String module, FloatTensor weight, FloatTensor bias) {
        tensors.put(module + ".weight", weight);
        tensors.put(module + ".bias", bias);
    }
}
