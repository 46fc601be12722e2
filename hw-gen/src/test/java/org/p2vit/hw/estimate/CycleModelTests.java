// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class CycleModelTests {
    private static final long SEED = 1;
    /** 17 tokens: five tiles of four, the last with one row. */
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 8, 64, 3, 2, 128, 10);

    private final AcceleratorConfig config = AcceleratorConfig.load("kv260-shift");
    private final QuantizedVit network = RandomQuantizedVit.of(SHAPE, SEED);
    private final Program program = NetworkCompiler.compile(network, config);

    @Test
    void arrayWorksACyclePerStepAndNoUnitMoreThanTheWhole() {
        Prediction prediction = CycleModel.predict(program, config, MemoryTiming.STANDARD);

        // 5 token tiles; words of 16: dim 4, MLP 8, patch 12, head 2, tokens 2; 3 blocks of 2 heads.
        long block = 5 * (4 * 4 * 4 + 2 * 4 * 8 + 2 * 2 * 2);
        long embeddingAndHead = 5 * 4 * 12 + 4;
        assertThat(prediction.busy()).containsEntry(Unit.MATMUL, 3 * block + embeddingAndHead);
        assertThat(prediction.busy().values())
                .allSatisfy(busy -> assertThat(busy).isPositive().isLessThan(prediction.cycles()));
    }

    @Test
    void layersAddUpToTheArraysTime() {
        Prediction prediction = CycleModel.predict(program, config, MemoryTiming.STANDARD);

        double layers =
                prediction.layers().stream().mapToDouble(LayerEstimate::cycles).sum();
        assertThat(layers).isBetween(0.5 * prediction.cycles(), (double) prediction.cycles());
        assertThat(prediction.layers())
                .extracting(LayerEstimate::layer)
                .startsWith("patch_embed", "blocks.0.q")
                .endsWith("blocks.2.fc2", "logits")
                .hasSize(1 + 3 * 7 + 1);
        assertThat(prediction.layers().stream().mapToLong(LayerEstimate::loadedBytes))
                .as("all constants and the image")
                .satisfies(bytes -> assertThat(
                                bytes.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(program.constants().length + program.inputBytes()));
    }

    @Test
    void waitsNameTheUnitThatIsWaitedFor() {
        Prediction prediction = CycleModel.predict(program, config, MemoryTiming.HARDER);

        assertThat(prediction.waits().get(Unit.MATMUL)).containsKey("LOAD (WEIGHTS_LOADED)");
        assertThat(prediction.waits().get(Unit.NORM)).containsKey("REQUANT (STREAM_ROWS)");
        assertThat(prediction.waits().get(Unit.STORE)).containsOnlyKeys("REQUANT (LOGITS_READY)");
    }

    @Test
    void slowerMemoryAndLessOverlapCostCycles() {
        long both = cycles(Overlap.BOTH, MemoryTiming.STANDARD);

        assertThat(cycles(Overlap.BOTH, MemoryTiming.HARDER)).isGreaterThan(both);
        for (Overlap one : List.of(Overlap.INTER_LAYER, Overlap.INTRA_LAYER)) {
            assertThat(cycles(one, MemoryTiming.STANDARD))
                    .isGreaterThan(both)
                    .isLessThan(cycles(Overlap.NEITHER, MemoryTiming.STANDARD));
        }
    }

    @Test
    void programThatWaitsForeverIsRefused() {
        List<Command> commands = new ArrayList<>(program.first().commands());
        commands.set(commands.size() - 1, Command.sync(Unit.STORE, Sync.FREE.after(Semaphore.LOGITS_READY)));
        Program stuck = new Program(
                SHAPE,
                program.tokenTile(),
                program.word(),
                new Program.Part(commands, program.first().slices()),
                program.further(),
                new byte[0],
                0,
                0);

        assertThatThrownBy(() -> CycleModel.predict(stuck, config, MemoryTiming.STANDARD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token");
    }

    private long cycles(Overlap overlap, MemoryTiming memory) {
        return CycleModel.predict(NetworkCompiler.compile(network, config, overlap), config, memory)
                .cycles();
    }
}
