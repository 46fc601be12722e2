// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.testbench.accelerator.TinyAccelerator.shape;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;

/** Whole inferences with attention on the multipliers: every word, codes and row divisors included, against the golden model. */
@Tag("cosim")
class MultiplyAttentionCosimTests {
    private static final long SEED = 21;
    private static final Repeat REPEAT = Repeat.test(MultiplyAttentionCosimTests.class, SEED);

    private static InferenceResult infer(VitShape shape, Overlap overlap, AxiTiming timing) {
        return TinyAccelerator.infer(TinyAccelerator.MULTIPLY, shape, overlap, timing, REPEAT);
    }

    /** Sizes around the tile (2 tokens) and the word (8), so that rows of codes and values end anywhere in a word. */
    @ParameterizedTest(
            name = "{0} px, patch {1}, dim {2}, depth {3}, {4} heads, mlp {5}, {6} classes; latency {7}, stalls {8} %")
    @CsvSource({
        "4, 4, 8, 1, 1, 8, 1, 1, 0",
        "8, 4, 16, 1, 2, 8, 8, 40, 0",
        "10, 2, 40, 1, 5, 80, 5, 1, 0",
        "12, 4, 24, 2, 3, 48, 7, 120, 10",
        "16, 4, 32, 2, 1, 64, 17, 40, 30",
        "32, 4, 64, 1, 2, 256, 36, 120, 10",
        "32, 4, 96, 2, 3, 96, 128, 40, 0"
    })
    void everyWordEqualsTheGoldenModel(
            int size, int patch, int dim, int depth, int heads, int mlp, int classes, int latency, int stalls) {
        VitShape shape = shape(size, patch, dim, depth, heads, mlp, classes);

        InferenceResult result =
                infer(shape, Overlap.BOTH, AxiTiming.ideal(latency, 8).withStalls(SEED, stalls));

        assertThat(result.verdict().wordsChecked()).isGreaterThan(10L * shape.tokens());
        assertThat(result.units().get(Unit.SHIFTMM)).isEqualTo(new UnitCounters(0, 0));
    }

    /** Layers of 4 and 8 bits on multipliers that add in columns. */
    @ParameterizedTest(name = "{0} px, patch {1}, dim {2}, depth {3}, {4} heads, mlp {5}, {6} classes; stalls {7} %")
    @CsvSource({"4, 4, 8, 1, 1, 8, 1, 0", "10, 2, 40, 2, 5, 80, 5, 30", "12, 4, 96, 3, 3, 96, 7, 10"})
    void soItDoesOnColumnsOfMultipliers(
            int size, int patch, int dim, int depth, int heads, int mlp, int classes, int stalls) {
        AcceleratorConfig config = TinyAccelerator.CASCADE;
        QuantizedVit network = RandomQuantizedVit.mixed(
                shape(size, patch, dim, depth, heads, mlp, classes),
                config.attention().coding(),
                SEED);

        TinyAccelerator.infer(
                config, network, Overlap.BOTH, AxiTiming.ideal(40, 8).withStalls(SEED, stalls), REPEAT);
    }

    @ParameterizedTest
    @EnumSource
    void everyOverlapComputesTheSame(Overlap overlap) {
        infer(shape(20, 4, 32, 2, 2, 64, 5), overlap, AxiTiming.ideal(40, 8));
    }

    /** A·V follows the logits of its head without waiting for softmax but at the very first. */
    @Test
    void theArrayHardlyWaits() {
        InferenceResult result = infer(shape(32, 4, 64, 2, 2, 256, 36), Overlap.BOTH, AxiTiming.ideal(40, 8));

        assertThat((double) result.units().get(Unit.MATMUL).busy() / result.cycles())
                .as("busy part of MATMUL")
                .isGreaterThan(0.88);
    }
}
