// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;

/**
 * The demo network's trained weights, which come with this library: a Vision Transformer of 4 blocks, dim 64 and 2 heads
 * for the pictures of {@link GlyphRenderer}, as a safetensors file with timm names.
 *
 * <p>They are reproduced by {@code mvn -Ptrain-demo -pl quant-golden process-test-classes}; the recipe is
 * {@code org.p2vit.quant.demo.training.GlyphTrainer} in {@code src/train/java}.
 */
public final class GlyphCheckpoint {
    /** Metadata key: how the weights were made. */
    public static final String RECIPE = "recipe";

    /** Metadata key: {@link #rendererDigest()} when the weights were trained. */
    public static final String RENDERER_DIGEST = "renderer_sha256";

    private static final String RESOURCE = "glyph-vit.safetensors";
    private static final int DIGEST_IMAGES = 360;

    private GlyphCheckpoint() {}

    /** Reads the network. */
    public static FloatVit read() {
        try {
            Path file = Files.createTempFile("glyph-vit", ".safetensors");
            try {
                export(file);
                return CheckpointReader.read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's weights cannot be unpacked", e);
        }
    }

    /** Writes the safetensors file as it is, replacing {@code file}. */
    public static void export(Path file) throws IOException {
        try (InputStream resource = GlyphCheckpoint.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new FileNotFoundException(RESOURCE + " is not on the class path");
            }
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * SHA-256 of the first pictures of the training set, in hexadecimal. Weights whose {@link #RENDERER_DIGEST} differs
     * were trained on other pictures than the renderer draws now.
     */
    public static String rendererDigest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new GlyphSet(GlyphSet.TRAINING_SEED, DIGEST_IMAGES).images().forEach(image -> digest.update(image.rgb()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
