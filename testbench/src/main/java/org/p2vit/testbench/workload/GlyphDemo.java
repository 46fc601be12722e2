// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.workload;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.p2vit.quant.calibration.CalibrationSet;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.demo.GlyphImage;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.weights.FloatVit;

/** The network that comes with the project, and the pictures it reads. */
public final class GlyphDemo {
    /** Three of each class. */
    private static final int CALIBRATION_IMAGES = 108;

    private final FloatVit vit = GlyphCheckpoint.read();
    private final ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.empty());

    public FloatVit vit() {
        return vit;
    }

    /** Pictures to calibrate with; no other set has them. */
    public CalibrationSet calibration() {
        List<InputImage> images = images(GlyphSet.CALIBRATION_SEED, CALIBRATION_IMAGES);
        return CalibrationSet.ofPatches(
                preprocessor, images.stream().map(InputImage::patches).toList());
    }

    /** Freshly rendered pictures. */
    public List<InputImage> images(long seed, int count) {
        GlyphSet set = new GlyphSet(seed, count);
        return IntStream.range(0, count)
                .mapToObj(index -> image("glyph %d of seed %d".formatted(index, seed), set.image(index)))
                .toList();
    }

    private InputImage image(String name, GlyphImage glyph) {
        return new InputImage(name, OptionalInt.of(glyph.label()), preprocessor.patches(glyph.pixels()));
    }
}
