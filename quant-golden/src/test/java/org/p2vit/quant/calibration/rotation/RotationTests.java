// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

/** {@link Rotation} and its {@link IncoherentMatrix}. */
class RotationTests {
    private static final long SEED = 61;
    private static final double EXACT = 1e-5;

    @ParameterizedTest(name = "dim {0}, {1} heads, depth {2}, {3} class tokens")
    @CsvSource({"32, 2, 2, 1", "36, 3, 3, 1", "5, 5, 1, 1", "1, 1, 1, 1", "64, 1, 2, 2"})
    void leavesTheFunctionAlone(int dim, int heads, int depth, int classTokens) {
        VitShape shape = new VitShape(16, 16, 3, 4, dim, depth, heads, 2 * dim, 10).with(classTokens, dim % 3);
        FloatVit vit = RandomVit.of(shape, SEED);
        FloatVit rotated = Rotation.of(vit, SEED);
        for (int image = 0; image < 4; image++) {
            FloatTensor patches = RandomVit.patches(shape, image);
            float[] exact = new FloatForward(vit).logits(patches);
            float[] same = new FloatForward(rotated).logits(patches);
            for (int i = 0; i < exact.length; i++) {
                assertThat((double) same[i]).as("logit %d, seed %d", i, SEED).isCloseTo(exact[i], within(2 * EXACT));
            }
        }
        assertThat(rotated.norm().orElseThrow().gamma().toArray()).containsOnly(1);
        assertThat(rotated.norm().orElseThrow().beta().toArray()).containsOnly(0);
    }

    /** No LayerNorm takes the mean away from what the head reads. */
    @ParameterizedTest
    @EnumSource(Readout.class)
    void leavesTheFunctionAloneWithEachReadout(Readout readout) {
        VitShape shape = new VitShape(16, 16, 3, 4, 32, 2, 2, 64, 10).with(readout);
        FloatVit vit = RandomVit.of(shape, SEED);
        FloatTensor patches = RandomVit.patches(shape, SEED);
        float[] exact = new FloatForward(vit).logits(patches);
        float[] same = new FloatForward(Rotation.of(vit, SEED)).logits(patches);
        for (int i = 0; i < exact.length; i++) {
            assertThat((double) same[i]).as("logit %d, seed %d", i, SEED).isCloseTo(exact[i], within(2 * EXACT));
        }
    }

    /** What int8 suffers from: one channel that is much greater than the others. */
    @Test
    void spreadsAnOutlyingChannel() {
        VitShape shape = new VitShape(16, 16, 3, 4, 64, 1, 1, 64, 10);
        FloatVit vit = RandomVit.of(shape, SEED);
        float[] positions = vit.positions().toArray();
        for (int token = 0; token < shape.tokens(); token++) {
            positions[token * shape.dim() + 7] += 50;
        }
        FloatVit outlying = new FloatVit(
                shape,
                vit.patchEmbed(),
                vit.constantTokens(),
                FloatTensor.of(positions, shape.tokens(), shape.dim()),
                vit.blocks(),
                vit.norm(),
                vit.head(),
                vit.metadata());
        float[] rotated = Rotation.of(outlying, SEED).positions().toArray();
        assertThat(greatest(rotated)).as("seed %d", SEED).isLessThan(greatest(positions) / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 12, 64})
    void matrixIsOrthogonalAndKeepsMeans(int size) {
        IncoherentMatrix matrix = new IncoherentMatrix(size, SEED);
        Random random = new Random(SEED);
        float[] vectors = new float[3 * size];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = 1 + (float) random.nextGaussian();
        }
        float[] mixed = matrix.times(vectors);
        float[] back = matrix.times(mixed);
        float[] centred = matrix.timesCentred(vectors);
        for (int i = 0; i < vectors.length; i++) {
            assertThat((double) back[i]).as("seed %d", SEED).isCloseTo(vectors[i], within(EXACT));
        }
        for (int from = 0; from < vectors.length; from += size) {
            double mean = mean(vectors, from, size);
            assertThat(mean(mixed, from, size)).as("seed %d", SEED).isCloseTo(mean, within(EXACT));
            for (int i = from; i < from + size; i++) {
                assertThat((double) centred[i]).as("seed %d", SEED).isCloseTo(mixed[i] - mean, within(EXACT));
            }
        }
    }

    @Test
    void entriesAreOfLikeSize() {
        int size = 192;
        float[] unit = new float[size];
        unit[5] = 1;
        float[] column = new IncoherentMatrix(size, SEED).times(unit);
        assertThat((double) greatest(column)).as("seed %d", SEED).isLessThan(5 / Math.sqrt(size));
        assertThat(column).as("another seed").isNotEqualTo(new IncoherentMatrix(size, SEED + 1).times(unit));
        assertThat(column).as("seed %d again", SEED).isEqualTo(new IncoherentMatrix(size, SEED).times(unit));
    }

    private static double mean(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum / count;
    }

    private static float greatest(float[] values) {
        float greatest = 0;
        for (float value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }
}
