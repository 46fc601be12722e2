// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatVit;

class GlyphCheckpointTests {
    private final FloatVit vit = GlyphCheckpoint.read();
    private final ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata());

    @Test
    void isTheNetworkForTheGlyphs() {
        assertThat(vit.shape())
                .isEqualTo(new VitShape(
                        32, 32, 3, 4, 64, 4, 2, 256, GlyphRenderer.labels().size()));
        assertThat(vit.metadata())
                .containsEntry(CheckpointMetadata.LABELS, String.join(",", GlyphRenderer.labels()))
                .containsKey(GlyphCheckpoint.RECIPE);
    }

    /** Fails if the renderer draws otherwise than when the weights were trained, on whatever machine or JDK that was. */
    @Test
    void wasTrainedOnWhatTheRendererDraws() {
        assertThat(GlyphCheckpoint.rendererDigest()).isEqualTo(vit.metadata().get(GlyphCheckpoint.RENDERER_DIGEST));
    }

    @Test
    void exportedPicturesAreTheSameInput(@TempDir Path folder) throws IOException {
        GlyphSet set = new GlyphSet(GlyphSet.CALIBRATION_SEED, 3);
        set.export(folder);

        for (int i = 0; i < set.size(); i++) {
            assertThat(preprocessor.patches(folder.resolve(String.format("glyph-%05d.png", i))))
                    .isEqualTo(preprocessor.patches(set.image(i).pixels()));
        }
    }

    @Test
    void readsFreshGlyphs() {
        assertThat(accuracy(new GlyphSet(GlyphSet.EVALUATION_SEED, 200))).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    @Tag("slow")
    @Tag("nightly")
    void readsManyFreshGlyphs() {
        assertThat(accuracy(new GlyphSet(GlyphSet.EVALUATION_SEED, 7200))).isGreaterThanOrEqualTo(0.95);
    }

    private double accuracy(GlyphSet set) {
        FloatForward forward = new FloatForward(vit);
        long right = set.images()
                .filter(image -> argMax(forward.logits(preprocessor.patches(image.pixels()))) == image.label())
                .count();
        return (double) right / set.size();
    }

    private static int argMax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
