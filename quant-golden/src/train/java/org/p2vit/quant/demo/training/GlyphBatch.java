// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.p2vit.quant.demo.GlyphImage;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.Preprocess;

/**
 * Consecutive images of a set as the network takes them.
 *
 * @param patches per image and patch the normalised values in the order channel, row, column
 * @param labels class per image
 */
record GlyphBatch(float[] patches, float[] labels) {
    static final float MEAN = 0.5f;
    static final float DEVIATION = 0.5f;

    private static final ImagePreprocessor PREPROCESSOR = new ImagePreprocessor(
            GlyphVit.SHAPE,
            Preprocess.crop(GlyphVit.SHAPE.imageHeight(), GlyphVit.SHAPE.imageWidth()),
            new Normalization(List.of(MEAN, MEAN, MEAN), List.of(DEVIATION, DEVIATION, DEVIATION)));

    /** The patches as {@link GlyphVit#forward} takes them. */
    NDArray patches(NDManager manager) {
        return manager.create(patches, new Shape(labels.length, GlyphVit.SHAPE.patches(), GlyphVit.SHAPE.patchDepth()));
    }

    static GlyphBatch of(GlyphSet set, int start, int count) {
        int imageValues = GlyphVit.SHAPE.patches() * GlyphVit.SHAPE.patchDepth();
        float[] patches = new float[count * imageValues];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            GlyphImage image = set.image(start + i);
            float[] values = PREPROCESSOR.patches(image.pixels()).toArray();
            System.arraycopy(values, 0, patches, i * imageValues, imageValues);
            labels[i] = image.label();
        }
        return new GlyphBatch(patches, labels);
    }
}
