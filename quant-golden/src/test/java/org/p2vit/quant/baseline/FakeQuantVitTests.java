// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.SyntheticCheckpoint;

class FakeQuantVitTests {
    private static final long SEED = 5;
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 8, 32, 2, 2, 64, 10);

    private final FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, SEED));
    private final List<FloatTensor> images = Stream.generate(new Random(SEED)::nextLong)
            .limit(8)
            .map(FakeQuantVitTests::image)
            .toList();
    private final ActivationRanges ranges = ranges(1);

    @Test
    void moreBitsAreCloserToFloat() {
        double eight = noise(8, ScaleRule.FLOAT);
        assertThat(eight).as("seed %d", SEED).isPositive().isLessThan(0.1);
        assertThat(noise(4, ScaleRule.FLOAT)).isGreaterThan(4 * eight);
    }

    @Test
    void resultDoesNotDependOnThreads() {
        FloatTensor image = images.get(0);
        float[] one = new FakeQuantVit(vit, ranges, 8, 4, ScaleRule.FLOAT).logits(image);
        assertThat(new FakeQuantVit(vit, ranges(3), 8, 4, ScaleRule.FLOAT).logits(image))
                .isEqualTo(one);
    }

    @Test
    void attentionHasFourOrEightBits() {
        assertThatThrownBy(() -> new FakeQuantVit(vit, ranges, 8, 6, ScaleRule.FLOAT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6 bits");
    }

    /** Noise to signal of the logits. */
    private double noise(int bits, ScaleRule rule) {
        FakeQuantVit quantized = new FakeQuantVit(vit, ranges, bits, 8, rule);
        FloatForward exact = new FloatForward(vit);
        double signal = 0;
        double noise = 0;
        for (FloatTensor image : images) {
            float[] expected = exact.logits(image);
            float[] found = quantized.logits(image);
            for (int i = 0; i < expected.length; i++) {
                signal += expected[i] * expected[i];
                noise += (expected[i] - found[i]) * (expected[i] - found[i]);
            }
        }
        return noise / signal;
    }

    private ActivationRanges ranges(int threads) {
        ImagePreprocessor preprocessor = ImagePreprocessor.of(SHAPE, vit.metadata());
        return ActivationRanges.of(vit, CalibrationSet.ofPatches(preprocessor, images), threads, ProgressListener.NONE);
    }

    private static FloatTensor image(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SHAPE.patches() * SHAPE.patchDepth()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, SHAPE.patches(), SHAPE.patchDepth());
    }
}
