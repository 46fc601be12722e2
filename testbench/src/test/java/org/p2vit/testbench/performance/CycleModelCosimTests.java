// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.accelerator.TinyAccelerator;

/** Predicted against simulated cycles, on every overlap and memory; a word that is wrong fails too. */
@Tag("cosim")
class CycleModelCosimTests {
    private static final double TOLERANCE = 0.02;
    private static final long DRAWN_SEED = 11;
    private static final PerformanceBench BENCH =
            new PerformanceBench(Path.of("target", "cosim", "performance"), Path.of("target"));

    @ParameterizedTest(
            name =
                    "{0} px, patch {1}, dim {2}, depth {3}, {4} heads, mlp {5}, {6} classes: {7}, {8}, {9}, weights {10}")
    @CsvSource({
        "32, 4, 64, 4, 2, 256, 36, BOTH, STANDARD, PACKED, EIGHT",
        "32, 4, 64, 4, 2, 256, 36, BOTH, HARDER, PACKED, EIGHT",
        "32, 4, 64, 2, 2, 256, 36, INTER_LAYER, STANDARD, PACKED, EIGHT",
        "32, 4, 64, 2, 2, 256, 36, INTRA_LAYER, STANDARD, PACKED, EIGHT",
        "32, 4, 64, 2, 2, 256, 36, NEITHER, STANDARD, PACKED, EIGHT",
        "32, 4, 64, 2, 2, 256, 36, NEITHER, HARDER, PACKED, EIGHT",
        "28, 4, 48, 3, 3, 96, 10, BOTH, STANDARD, PACKED, EIGHT",
        "28, 4, 48, 3, 3, 96, 10, BOTH, STANDARD, PACKED, MIXED",
        "32, 4, 64, 4, 2, 256, 36, BOTH, STANDARD, SCALABLE, FOUR",
        "28, 4, 48, 3, 3, 96, 10, BOTH, HARDER, SCALABLE, MIXED",
    })
    void predictionMatchesTheHardware(
            int size,
            int patch,
            int dim,
            int depth,
            int heads,
            int mlp,
            int classes,
            Overlap overlap,
            MemoryTiming memory,
            ProcessingElement pe,
            WeightBits weights) {
        VitShape shape = new VitShape(size, size, 3, patch, dim, depth, heads, mlp, classes);
        AcceleratorConfig config = pe == ProcessingElement.SCALABLE ? TinyAccelerator.SCALABLE : TinyAccelerator.CONFIG;
        requirePredicted(new BenchCase(config, "test", shape, weights, memory, overlap));
    }

    @ParameterizedTest(name = "attention on the multipliers: {0}, {1}")
    @CsvSource({"BOTH, STANDARD", "BOTH, HARDER", "INTER_LAYER, STANDARD", "INTRA_LAYER, STANDARD", "NEITHER, STANDARD"
    })
    void predictionMatchesTheOtherKindOfAttention(Overlap overlap, MemoryTiming memory) {
        VitShape shape = new VitShape(32, 32, 3, 4, 64, 2, 2, 256, 36);

        requirePredicted(new BenchCase(TinyAccelerator.MULTIPLY, "test", shape, WeightBits.EIGHT, memory, overlap));
    }

    /** What 4-bit weights are worth where the array gains by them; the layers' own rate is the cycle model's, which the rows above hold. */
    @Test
    void fourBitWeightsDoubleTheRateOfLinearLayers() {
        VitShape shape = new VitShape(24, 24, 3, 4, 96, 4, 3, 384, 10);
        BenchCase eight = new BenchCase(
                TinyAccelerator.SCALABLE, "test", shape, WeightBits.EIGHT, MemoryTiming.STANDARD, Overlap.BOTH);

        List<BenchRow> rows = List.of(requirePredicted(eight), requirePredicted(eight.with(WeightBits.FOUR)));

        Int4Gain gain = Int4Gain.of(rows).get(0);
        assertThat(gain.gain()).as("whole network").isGreaterThan(1.85);
        assertThat(gain.layersGain()).as("linear layers").isGreaterThan(1.9);
        assertThat(gain.layersUtilisation()).as("of the doubled peak").isGreaterThan(0.9);
    }

    /** The next image's patches come while the array still works on the one before; what is left is 0.2 and 0.3 % of an image. */
    @ParameterizedTest
    @CsvSource({"STANDARD, 130", "HARDER, 225"})
    void imagesFollowEachOtherWithoutAGap(MemoryTiming memory, long gap) {
        VitShape shape = new VitShape(32, 32, 3, 4, 64, 2, 2, 256, 36);
        BenchCase one = new BenchCase(TinyAccelerator.CONFIG, "test", shape, WeightBits.EIGHT, memory, Overlap.BOTH);

        BenchRow row = requirePredicted(one.with(3));

        assertThat(row.time().gapCycles()).isBetween(0L, gap);
        assertThat(row.time().furtherCycles())
                .as("of %d in all", row.time().cycles())
                .isLessThanOrEqualTo(row.time().cycles() / 3);
    }

    /** Networks so small that the fetch of their commands, latencies and the ends of a run decide. */
    @ParameterizedTest(name = "eight random networks on {0}")
    @CsvSource({"SHIFT, PACKED", "MULTIPLY, PACKED", "SHIFT, SCALABLE", "MULTIPLY, CASCADE"})
    void smallNetworksArePredictedToo(AttentionKind attention, ProcessingElement pe) {
        AcceleratorConfig config = Stream.of(
                        TinyAccelerator.CONFIG,
                        TinyAccelerator.MULTIPLY,
                        TinyAccelerator.SCALABLE,
                        TinyAccelerator.CASCADE)
                .filter(machine ->
                        machine.attention() == attention && machine.array().pe() == pe)
                .findFirst()
                .orElseThrow();
        Random random = new Random(DRAWN_SEED);
        for (int i = 0; i < 8; i++) {
            requirePredicted(drawn(config, random));
        }
    }

    private static BenchCase drawn(AcceleratorConfig config, Random random) {
        int word = config.array().word();
        int patch = 1 << random.nextInt(3);
        int heads = 1 + random.nextInt(3);
        VitShape shape = new VitShape(
                patch * (1 + random.nextInt(8)),
                patch * (1 + random.nextInt(8)),
                3,
                patch,
                heads * word * (1 + random.nextInt(config.limits().maxHeadDim() / word)),
                1 + random.nextInt(3),
                heads,
                word * (1 + random.nextInt(12)),
                1 + random.nextInt(60));
        WeightBits weights = config.array().pe() == ProcessingElement.SCALABLE
                ? WeightBits.values()[random.nextInt(WeightBits.values().length)]
                : WeightBits.EIGHT;
        MemoryTiming memory = MemoryTiming.values()[random.nextInt(MemoryTiming.values().length)];
        Overlap overlap = random.nextInt(4) > 0 ? Overlap.BOTH : Overlap.values()[random.nextInt(4)];
        return new BenchCase(config, "drawn with seed " + DRAWN_SEED, shape, weights, memory, overlap)
                .with(1 + random.nextInt(4) / 3);
    }

    private static BenchRow requirePredicted(BenchCase bench) {
        BenchRow row = BENCH.run(bench, PerformanceBench.CycleListener.NONE);

        assertThat(row.comparison().firstMismatch()).isEmpty();
        assertThat(row.passed())
                .as("%s words checked", row.comparison().wordsChecked())
                .isTrue();
        assertThat((double) row.time().predictedCycles() / row.time().cycles())
                .as(
                        "predicted %d, simulated %d: %s, %s",
                        row.time().predictedCycles(), row.time().cycles(), bench, bench.shape())
                .isCloseTo(1, within(TOLERANCE));
        return row;
    }
}
