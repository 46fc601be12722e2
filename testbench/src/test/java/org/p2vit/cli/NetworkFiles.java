// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.MemoryTensors;
import org.p2vit.quant.weights.SafetensorsWriter;
import org.p2vit.quant.weights.SyntheticCheckpoint;

/** Small networks and images in a folder, as a user would have them. */
public record NetworkFiles(Path folder) {
    public static final VitShape SMALL = new VitShape(32, 32, 3, 8, 16, 1, 2, 32, 5);
    public static final VitShape ONE_BLOCK_OF_DEIT_TINY = new VitShape(224, 224, 3, 16, 192, 1, 3, 768, 1000);
    private static final long SEED = 7;

    /** Float weights, without the named tensors. */
    public Path checkpoint(VitShape shape, String... without) throws IOException {
        SyntheticCheckpoint whole = new SyntheticCheckpoint(shape, SEED);
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        whole.names().forEach(name -> tensors.put(name, whole.read(name)));
        for (String name : without) {
            if (tensors.remove(name) == null) {
                throw new IllegalArgumentException("no tensor " + name);
            }
        }
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, new MemoryTensors("test", tensors, whole.metadata()));
        return file;
    }

    /** A random quantized network. */
    public Path bundle(VitShape shape) {
        Path file = folder.resolve("network.p2vit");
        QuantizedBundle.write(RandomQuantizedVit.of(shape, SEED), file);
        return file;
    }

    /** Patch embedding with 4-bit weights, and all its outputs in half of the pair of words of 8 that such weights share. */
    public Path int4EmbeddingOfOneTile() {
        VitShape shape = new VitShape(32, 32, 3, 8, 8, 1, 1, 8, 3);
        Path file = folder.resolve("int4-embedding.p2vit");
        QuantizedBundle.write(
                RandomQuantizedVit.ofAll(
                        shape, layer -> layer.equals("patch_embed") ? 4 : 8, AttentionCoding.LOG2, SEED),
                file);
        return file;
    }

    /** A folder of pictures of 32x32. */
    public Path images(int count) throws IOException {
        Path images = folder.resolve("images");
        new GlyphSet(GlyphSet.CALIBRATION_SEED, count).export(images);
        Files.delete(images.resolve(GlyphSet.LABEL_FILE));
        return images;
    }
}
