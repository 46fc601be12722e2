// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.testbench.accelerator.TinyAccelerator.shape;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;

/** Whole inferences of random networks: every word of every unit against the golden model. */
@Tag("cosim")
class AcceleratorCosimTests {
    private static final long SEED = 20;
    private static final Repeat REPEAT = Repeat.test(AcceleratorCosimTests.class, SEED);

    /** Sizes around the tile (2 tokens) and the word (8): smallest, one more, the limits; each with and without stalls. */
    @ParameterizedTest(
            name = "{0} px, patch {1}, dim {2}, depth {3}, {4} heads, mlp {5}, {6} classes; latency {7}, stalls {8} %")
    @CsvSource({
        "4, 4, 8, 1, 1, 8, 1, 1, 0",
        "4, 4, 8, 1, 1, 16, 9, 40, 50",
        "8, 4, 16, 1, 2, 8, 8, 40, 0",
        "12, 4, 24, 2, 3, 48, 7, 120, 10",
        "16, 4, 32, 2, 1, 64, 17, 40, 30",
        "10, 2, 40, 1, 5, 80, 5, 1, 0",
        "32, 4, 64, 1, 2, 256, 36, 120, 10",
        "32, 4, 96, 2, 3, 96, 128, 40, 0"
    })
    void everyWordEqualsTheGoldenModel(
            int size, int patch, int dim, int depth, int heads, int mlp, int classes, int latency, int stalls) {
        VitShape shape = shape(size, patch, dim, depth, heads, mlp, classes);
        AxiTiming timing = AxiTiming.ideal(latency, 8).withStalls(SEED, stalls);

        InferenceResult result = TinyAccelerator.infer(TinyAccelerator.CONFIG, shape, Overlap.BOTH, timing, REPEAT);

        assertThat(result.verdict().wordsChecked()).isGreaterThan(10L * shape.tokens());
    }

    /** Layers of 4 and 8 bits in any order; output tiles in even and odd numbers. */
    @ParameterizedTest(name = "scalable {0}, dim {1}, depth {2}, {3} heads, mlp {4}, stalls {5} %")
    @CsvSource({
        "false, 8, 2, 1, 8, 0",
        "false, 24, 3, 3, 48, 10",
        "false, 40, 2, 5, 120, 0",
        "false, 64, 2, 2, 256, 0",
        "true, 8, 2, 1, 8, 0",
        "true, 24, 3, 3, 48, 10",
        "true, 40, 2, 5, 120, 0",
        "true, 64, 2, 2, 256, 0",
        "true, 96, 2, 3, 96, 30"
    })
    void everyWordOfANetworkWithMixedWeightsEqualsTheGoldenModel(
            boolean scalable, int dim, int depth, int heads, int mlp, int stalls) {
        AcceleratorConfig config = scalable ? TinyAccelerator.SCALABLE : TinyAccelerator.CONFIG;
        VitShape shape = shape(12, 4, dim, depth, heads, mlp, 10);
        QuantizedVit network =
                RandomQuantizedVit.mixed(shape, config.attention().coding(), SEED);
        AxiTiming timing = AxiTiming.ideal(40, 8).withStalls(SEED, stalls);

        TinyAccelerator.infer(config, network, Overlap.BOTH, timing, REPEAT);

        assertThat(network.blocks())
                .extracting(block -> block.fc1().weightBits())
                .contains(4, 8);
    }

    /** Layers of 4 and 8 bits, embedding and head among them, in layers of one output tile and of odd numbers. */
    @ParameterizedTest(name = "scalable {0}, {1} px, dim {2}, {3} heads, mlp {4}, {5} classes, 4 bits: {6}")
    @CsvSource({
        "false, 4, 8, 1, 8, 1, .*",
        "true, 4, 8, 1, 8, 9, .*",
        "false, 12, 24, 3, 24, 17, patch_embed|head|.*fc1",
        "true, 12, 24, 1, 24, 17, patch_embed|head|.*[qk]",
        "false, 16, 8, 1, 24, 24, patch_embed|.*proj",
        "true, 16, 8, 1, 40, 8, patch_embed|.*fc2"
    })
    void everyWordWithInt4EmbeddingAndHeadEqualsTheGoldenModel(
            boolean scalable, int size, int dim, int heads, int mlp, int classes, String int4) {
        AcceleratorConfig config = scalable ? TinyAccelerator.SCALABLE : TinyAccelerator.CONFIG;
        QuantizedVit network = RandomQuantizedVit.ofAll(
                shape(size, 4, dim, 2, heads, mlp, classes),
                layer -> layer.matches(int4) ? 4 : 8,
                config.attention().coding(),
                SEED);

        requireEqual(config, network, AxiTiming.ideal(40, 8).withStalls(SEED, 10), 2);
    }

    @Test
    void imagesOneAfterTheOtherLeaveNothingBehind() {
        VitShape shape = shape(12, 4, 32, 2, 2, 64, 10);

        try (var simulation = TinyAccelerator.open(shape, AxiTiming.ideal(40, 8), REPEAT)) {
            byte[] first = RandomQuantizedVit.patches(shape, SEED);
            InferenceResult once = simulation.infer(first, cycle -> {});
            InferenceResult other = simulation.infer(RandomQuantizedVit.patches(shape, SEED + 1), cycle -> {});
            InferenceResult again = simulation.infer(first, cycle -> {});

            once.verdict().requirePassed();
            other.verdict().requirePassed();
            again.verdict().requirePassed();
            assertThat(again.logits()).isEqualTo(once.logits()).isNotEqualTo(other.logits());
            assertThat(again.cycles()).isEqualTo(once.cycles());
        }
    }

    /**
     * Patches and position embedding in places of their own, position embedding loaded anew, both loaded anew; an odd and an even
     * number of heads; one that is smaller than any ring.
     */
    @ParameterizedTest(
            name = "{0} px, patch {1}, dim {2}, depth {3}, {4} heads, mlp {5}, {6} classes; latency {7}, stalls {8} %")
    @CsvSource({
        "4, 4, 8, 1, 1, 8, 1, 1, 0",
        "12, 4, 24, 1, 3, 48, 7, 40, 0",
        "12, 4, 32, 2, 2, 64, 10, 120, 10",
        "16, 4, 32, 2, 1, 64, 17, 40, 50",
        "32, 4, 64, 2, 2, 256, 36, 40, 0",
        "32, 4, 96, 1, 3, 384, 10, 40, 0",
        "32, 4, 96, 2, 3, 384, 10, 120, 10"
    })
    void imagesInARowEqualTheGoldenModel(
            int size, int patch, int dim, int depth, int heads, int mlp, int classes, int latency, int stalls) {
        VitShape shape = shape(size, patch, dim, depth, heads, mlp, classes);
        AxiTiming timing = AxiTiming.ideal(latency, 8).withStalls(SEED, stalls);

        requireEqual(TinyAccelerator.CONFIG, RandomQuantizedVit.of(shape, SEED), timing, 5, 1, 2);
    }

    /** A·V on the shift lanes is slower than the array here, so rows go in groups; some blocks with, some without. */
    @ParameterizedTest
    @CsvSource({"true, 40, 0", "false, 120, 20"})
    void rowsInGroupsEqualTheGoldenModel(boolean all, int latency, int stalls) {
        VitShape shape = shape(32, 4, 64, 3, 2, 256, 36);
        QuantizedVit network = RandomQuantizedVit.of(
                shape, layer -> all || !layer.startsWith("blocks.1.") ? 4 : 8, AttentionCoding.LOG2, SEED);
        AxiTiming timing = AxiTiming.ideal(latency, 8).withStalls(SEED, stalls);

        requireEqual(TinyAccelerator.SCALABLE, network, timing, 2);
    }

    private static void requireEqual(
            AcceleratorConfig config, QuantizedVit network, AxiTiming timing, int... imagesInARow) {
        VitShape shape = network.shape();
        int most = IntStream.of(imagesInARow).max().orElseThrow();
        try (var simulation = TinyAccelerator.open(config, network, timing, REPEAT, most)) {
            for (int images : imagesInARow) {
                List<byte[]> patches = IntStream.range(0, images)
                        .mapToObj(i -> RandomQuantizedVit.patches(shape, SEED + i))
                        .toList();

                BatchResult result = simulation.inferInARow(patches, cycle -> {});

                for (InferenceResult image : result.images()) {
                    image.verdict().requirePassed();
                    assertThat(image.verdict().wordsChecked()).isGreaterThan(10L * shape.tokens());
                }
                assertThat(result.images()).hasSize(images);
                assertThat(result.images().stream()
                                .mapToLong(InferenceResult::cycles)
                                .sum())
                        .isEqualTo(result.cycles());
            }
        }
    }

    /** The chunks run concurrently: their busy cycles add up to more than the run takes, and the array hardly waits. */
    @Test
    void unitsOverlap() {
        VitShape shape = shape(32, 4, 64, 2, 2, 256, 36);

        InferenceResult result =
                TinyAccelerator.infer(TinyAccelerator.CONFIG, shape, Overlap.BOTH, AxiTiming.ideal(40, 8), REPEAT);

        long busy =
                result.units().values().stream().mapToLong(UnitCounters::busy).sum();
        assertThat((double) busy / result.cycles())
                .as("mean number of busy units")
                .isGreaterThan(1.6);
        assertThat((double) result.units().get(Unit.MATMUL).busy() / result.cycles())
                .as("busy part of MATMUL")
                .isGreaterThan(0.88);
    }
}
