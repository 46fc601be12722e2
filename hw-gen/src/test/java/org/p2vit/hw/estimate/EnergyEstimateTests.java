// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class EnergyEstimateTests {
    private static final AcceleratorConfig CONFIG = AcceleratorConfig.load("kv260-shift");
    private static final VitShape SHAPE = Architecture.named("deit-tiny").shape();
    private static final Program PROGRAM = NetworkCompiler.compile(RandomQuantizedVit.of(SHAPE, 1), CONFIG);
    private static final AccessCounts COUNTS = AccessCounts.of(PROGRAM, CONFIG);

    @Test
    void workIsThatOfTheNetworkPlusPadding() {
        long tokens = SHAPE.tokens();
        long dim = SHAPE.dim();
        long attention = SHAPE.depth() * tokens * tokens * dim;
        long linear = SHAPE.depth() * tokens * dim * (4 * dim + 2L * SHAPE.mlpDim());
        long ends = (long) SHAPE.patches() * SHAPE.patchDepth() * dim + dim * SHAPE.classes();
        assertThat((double) COUNTS.multiplyAccumulates() / (linear + attention + ends))
                .isBetween(1.0, 1.05);
        double shiftLanes = (CONFIG.array().word() + 1.0) / CONFIG.array().word();
        assertThat(COUNTS.shiftAdds() / (attention * shiftLanes)).isBetween(1.0, 1.05);
        assertThat(COUNTS.quotients()).isEqualTo(SHAPE.depth() * tokens * dim);
        assertThat(COUNTS.normalised()).isEqualTo((2L * SHAPE.depth() * tokens + 1) * dim);
        long keys = CONFIG.array().words((int) tokens) * (long) CONFIG.array().word();
        assertThat(COUNTS.softmaxTerms()).isEqualTo(SHAPE.depth() * SHAPE.heads() * tokens * keys);
    }

    @Test
    void dramIsWhatTheCycleModelLoadsPlusCommandsAndLogits() {
        Prediction prediction = CycleModel.predict(PROGRAM, CONFIG, MemoryTiming.named("standard"));
        long commands = (long) PROGRAM.commands(1).size() * Command.BYTES;
        assertThat(COUNTS.dramBytes() - prediction.loadedBytes() - commands)
                .isBetween(4L * SHAPE.classes(), (long) PROGRAM.outputBytes());
    }

    @Test
    void theArrayReadsItsOperandsEachStep() {
        ArrayConfig array = CONFIG.array();
        long steps = COUNTS.multiplyAccumulates() / array.macsPerCycle();
        // All weights have 8 bits here, so what else is written to WGT is loaded once or is a key.
        assertThat(COUNTS.words().get(Buffer.WGT)).isBetween(steps * array.word(), steps * array.word() * 11 / 10);
        assertThat(COUNTS.words().get(Buffer.ACT)).isGreaterThan(steps * array.tokenTile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv260-shift", ScalableMachine.FILE})
    void int4WeightsAreReadAsOftenAsTheArraySteps(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        Program program = NetworkCompiler.compile(RandomQuantizedVit.of(SHAPE, 4, 1), config);
        AccessCounts counts = AccessCounts.of(program, config);
        long steps = CycleModel.predict(program, config, MemoryTiming.named("standard"))
                .busy()
                .get(Unit.MATMUL);
        long weightReads = steps * config.array().word();
        assertThat(counts.words().get(Buffer.WGT)).isBetween(weightReads, weightReads * 11 / 10);
        assertThat(counts.words().get(Buffer.ACT))
                .isGreaterThan(steps * config.array().tokenTile());
        assertThat(counts.multiplyAccumulates()).isEqualTo(COUNTS.multiplyAccumulates());
    }

    @Test
    void attentionOnTheMultipliersIsCountedThere() {
        AcceleratorConfig config = AcceleratorConfig.load("kv260");
        Program program = NetworkCompiler.compile(
                RandomQuantizedVit.of(SHAPE, config.attention().coding(), 1), config);
        AccessCounts counts = AccessCounts.of(program, config);
        ArrayConfig array = config.array();
        long tokens = SHAPE.tokens();
        long values = SHAPE.depth() * tokens * tokens * SHAPE.dim();
        long rows = SHAPE.depth() * SHAPE.heads() * tokens;
        assertThat((double) (counts.multiplyAccumulates() - COUNTS.multiplyAccumulates()) / values)
                .isBetween(1.0, 1.1);
        assertThat(counts.softmaxTerms()).isEqualTo(COUNTS.softmaxTerms());
        // Each is written once, and read for every word of its head.
        assertThat(counts.words().get(Buffer.ROWX)).isEqualTo(rows * (1 + array.words(SHAPE.headDim())));
        // A byte of V at a time, a word of K.
        long weightReads = counts.multiplyAccumulates() / array.macsPerCycle() * array.word();
        long written = SHAPE.depth() * tokens * (SHAPE.dim() + SHAPE.dim() / array.word());
        assertThat(counts.words().get(Buffer.WGT) - weightReads)
                .isBetween(written, written + COUNTS.dramBytes() / array.word());
        assertThat(EnergyEstimate.of(program, config).parts())
                .extracting(EnergyEstimate.Contribution::name)
                .contains("buffer rowDivisor")
                .doesNotContain("shift-add", "quotient", "buffer value", "buffer code");
    }

    @Test
    void memoryEnergyMeetsThePublishedSizes() {
        assertThat(AccessEnergy.sram(8 << 10, 64)).isEqualTo(10);
        assertThat(AccessEnergy.sram(32 << 10, 64)).isEqualTo(20);
        assertThat(AccessEnergy.sram(1 << 20, 64)).isCloseTo(100, within(15.0));
        assertThat(AccessEnergy.sram(8 << 10, 128)).isEqualTo(20);
    }

    @Test
    void everyPartLiesInItsRangeAndTheTotalIsTheirSum() {
        EnergyEstimate estimate = EnergyEstimate.of(PROGRAM, CONFIG);
        double sum = 0;
        for (EnergyEstimate.Contribution part : estimate.parts()) {
            assertThat(part.count()).as(part.name()).isPositive();
            assertThat(part.microjoules())
                    .as(part.name())
                    .isEqualTo(part.count() * part.picojoules() / 1e6)
                    .isBetween(part.low(), part.high());
            sum += part.microjoules();
        }
        assertThat(estimate.parts()).hasSize(6 + new BufferTable(CONFIG).all().size() + 1);
        assertThat(estimate.total().microjoules()).isCloseTo(sum, within(1e-6 * sum));
        assertThat(estimate.total().low()).isLessThan(sum);
        assertThat(estimate.total().high()).isGreaterThan(sum);
    }
}
