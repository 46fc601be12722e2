// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.golden.IntegerTap;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

class SyntheticCheckpointTests {
    private static final long SEED = 5;
    private static final VitShape SHAPE = new VitShape(24, 24, 3, 8, 96, 2, 3, 200, 7);

    @TempDir
    Path folder;

    @Test
    void seedDecidesTheFile() throws IOException {
        byte[] once = written("once", SEED);
        assertThat(written("again", SEED)).isEqualTo(once);
        assertThat(written("other", SEED + 1)).hasSameSizeAs(once).isNotEqualTo(once);
    }

    @Test
    void isReadAsACheckpoint() throws IOException {
        written("model", SEED);
        FloatVit vit = CheckpointReader.read(folder.resolve("model"));
        assertThat(vit.shape()).isEqualTo(SHAPE);
        assertThat(vit.blocks().get(1).fc2().weight())
                .isEqualTo(new SyntheticCheckpoint(SHAPE, SEED).read("blocks.1.mlp.fc2.weight"));
    }

    @Test
    void channelsHaveUnlikeSizes() {
        FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, SEED));
        for (FloatBlock block : vit.blocks()) {
            for (FloatLinear layer : List.of(block.qkv(), block.proj(), block.fc1(), block.fc2())) {
                double[] sizes = rowSizes(layer.weight());
                assertThat(sizes[sizes.length - 1] / sizes[0])
                        .as("seed %d", SEED)
                        .isGreaterThan(1.5);
            }
            for (FloatLinear layer : List.of(block.proj(), block.fc2())) {
                double[] sizes = rowSizes(layer.weight());
                assertThat(sizes[sizes.length - 1] / sizes[sizes.length / 2])
                        .as("an outlier channel of the residual stream, seed %d", SEED)
                        .isGreaterThan(2.5);
            }
        }
    }

    @Test
    void quantizesToANetworkWhoseTensorsAreInUse() {
        FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, SEED));
        ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata());
        Random random = new Random(SEED);
        float[] pixels = new float[SHAPE.patches() * SHAPE.patchDepth()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        FloatTensor patches = FloatTensor.of(pixels, SHAPE.patches(), SHAPE.patchDepth());
        CalibrationSet images = CalibrationSet.ofPatches(preprocessor, List.of(patches));
        QuantizedVit network =
                Quantizer.quantize(vit, images, QuantizerOptions.DEFAULT.withThreads(1), ProgressListener.NONE);
        InUse inUse = new InUse();
        new GoldenVit(network).forward(network.input().encode(pixels), inUse);
        assertThat(inUse.tensors).isGreaterThan(2 * 10);
    }

    /** Requires of every tensor of codes that it is neither flat nor saturated; GELU's floor is its lowest code. */
    private static final class InUse implements IntegerTap {
        private int tensors;

        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            require(tensor, IntStream.range(0, codes.length).map(i -> codes[i]).toArray(), 127);
        }

        @Override
        public void accept(String tensor, short[] codes, int rows, int columns) {
            require(
                    tensor,
                    IntStream.range(0, codes.length).map(i -> codes[i]).toArray(),
                    tensor.endsWith("fc1") ? Short.MAX_VALUE : 255);
        }

        private void require(String tensor, int[] codes, int greatest) {
            int[] sorted = codes.clone();
            Arrays.sort(sorted);
            assertThat(sorted[0]).as(tensor).isLessThan(sorted[sorted.length - 1]);
            long saturated = IntStream.of(codes)
                    .filter(code -> code == greatest || code == -greatest - 1)
                    .count();
            assertThat(saturated)
                    .as("saturated codes of %s, seed %d", tensor, SEED)
                    .isLessThan(codes.length / 4);
            tensors++;
        }

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    }

    private byte[] written(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, new SyntheticCheckpoint(SHAPE, seed));
        return Files.readAllBytes(file);
    }

    /** Root mean square of each row, ascending. */
    private static double[] rowSizes(FloatTensor weight) {
        return IntStream.range(0, weight.rows())
                .mapToDouble(row -> Math.sqrt(IntStream.range(0, weight.columns())
                        .mapToDouble(column -> weight.get(row, column))
                        .map(value -> value * value)
                        .average()
                        .orElseThrow()))
                .sorted()
                .toArray();
    }
}
