// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

/** No word is read before it is written nor overwritten before it is read, whatever the timing, over several images. */
class HazardTests {
    private static final long SEED = 1;

    private static Program compile(String config, VitShape shape, Overlap overlap) {
        AcceleratorConfig machine = AcceleratorConfig.load(config);
        return NetworkCompiler.compile(
                RandomQuantizedVit.of(shape, machine.attention().coding(), SEED), machine, overlap);
    }

    /** Patches and position embedding in places of their own, one of them, none; odd and even numbers of heads; every array. */
    @ParameterizedTest(name = "{0}: {1} px, patch {2}, dim {3}, depth {4}, {5} heads, mlp {6}, {7} classes")
    @CsvSource({
        "tiny, 4, 4, 8, 1, 1, 8, 1",
        "tiny, 12, 4, 24, 1, 3, 48, 3",
        "tiny, 32, 4, 64, 2, 2, 256, 36",
        "tiny, 32, 4, 96, 1, 3, 384, 10",
        "pynq-z2, 224, 16, 192, 1, 3, 768, 1000",
        "kv260-shift, 224, 16, 192, 2, 3, 768, 1000",
        "kv260-shift, 224, 16, 768, 1, 12, 3072, 1000",
        "kv260, 4, 4, 16, 1, 1, 16, 1",
        "kv260, 32, 4, 64, 3, 2, 256, 36",
        "kv260, 224, 16, 192, 2, 3, 768, 1000",
        "zcu104, 224, 16, 192, 2, 3, 768, 1000"
    })
    void everyOverwriteWaitsForItsReaders(
            String config, int size, int patch, int dim, int depth, int heads, int mlp, int classes) {
        VitShape shape = new VitShape(size, size, 3, patch, dim, depth, heads, mlp, classes);
        Program program = compile(config, shape, Overlap.BOTH);

        assertThat(new HazardReplay(program, AcceleratorConfig.load(config), program.commands(3)).find())
                .isNull();
    }

    /** Between the stream and the head other readouts than a final norm. */
    @ParameterizedTest(name = "{0}: {1} px, dim {2}, {3} heads, {4} registers")
    @CsvSource({
        "tiny, 4, 8, 1, 0",
        "tiny, 32, 64, 2, 1",
        "tiny, 32, 50, 5, 0",
        "kv260, 32, 96, 3, 3",
        "zcu104, 32, 64, 2, 0",
        "pynq-z2, 32, 192, 3, 2"
    })
    void otherReadoutsAreSafe(String config, int size, int dim, int heads, int registers) {
        VitShape shape = new VitShape(size, size, 3, 4, dim, 2, heads, 4 * dim, 10).with(1, registers);
        for (Readout readout : Readout.values()) {
            VitShape other = shape.with(readout);
            for (Overlap overlap : Overlap.values()) {
                areSafe(config, other, overlap);
                if (readout.isMean()) {
                    areSafe(config, other.with(0, registers), overlap);
                }
            }
        }
    }

    private static void areSafe(String config, VitShape shape, Overlap overlap) {
        Program program = compile(config, shape, overlap);

        assertThat(new HazardReplay(program, AcceleratorConfig.load(config), program.commands(3)).find())
                .as("%s, %s", shape, overlap)
                .isNull();
    }

    /** RowRange in groups: as many as there may be, fewer, odd and even numbers of heads, one head; blocks with one group beside them. */
    @ParameterizedTest(name = "{0}: {1} px, dim {2}, depth {3}, {4} heads, mlp {5}; {6} groups")
    @CsvSource({
        "tiny, 32, 64, 3, 2, 256, 4",
        "tiny, 28, 48, 3, 3, 96, 2",
        "tiny, 32, 32, 2, 1, 128, 4",
        "kv260-shift, 224, 192, 2, 3, 768, 4"
    })
    void rowsInGroupsAreSafe(String config, int size, int dim, int depth, int heads, int mlp, int groups) {
        VitShape shape = new VitShape(size, size, 3, size == 224 ? 16 : 4, dim, depth, heads, mlp, 10);
        AcceleratorConfig machine = scalable(config);
        Program four = NetworkCompiler.compile(RandomQuantizedVit.of(shape, 4, SEED), machine);
        QuantizedVit mixed = RandomQuantizedVit.of(
                shape, layer -> layer.startsWith("blocks.1.") ? 8 : 4, AttentionCoding.LOG2, SEED);

        assertThat(four.first().slices())
                .filteredOn(slice -> slice != null && slice.tensor().equals("blocks.0.ln2"))
                .hasSize(groups);
        assertThat(new HazardReplay(four, machine, four.commands(3)).find()).isNull();
        Program alternating = NetworkCompiler.compile(mixed, machine);
        assertThat(new HazardReplay(alternating, machine, alternating.commands(3)).find())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Semaphore.class,
            names = {"STREAM_ROWS", "NORM_ROWS", "MLP_ROWS", "HIDDEN_ROWS", "ATTENTION_ROWS", "VALUES_FREE"})
    void rowsInGroupsNeedTheirWaits(Semaphore semaphore) {
        QuantizedVit network = RandomQuantizedVit.of(new VitShape(32, 32, 3, 4, 96, 2, 3, 384, 10), 4, SEED);

        requireNeeded(NetworkCompiler.compile(network, ScalableMachine.CONFIG), ScalableMachine.FILE, semaphore);
    }

    @ParameterizedTest
    @EnumSource(Overlap.class)
    void lessOverlapIsNoLessSafe(Overlap overlap) {
        for (String config : List.of("tiny", "kv260")) {
            Program program = compile(config, new VitShape(20, 20, 3, 4, 48, 1, 3, 64, 5), overlap);

            assertThat(new HazardReplay(program, AcceleratorConfig.load(config), program.commands(3)).find())
                    .as(config)
                    .isNull();
        }
    }

    /** Each of these is needed: without its waits something comes too early. What the others say is known from these as well. */
    @ParameterizedTest
    @EnumSource(
            value = Semaphore.class,
            names = {
                "STREAM_ROWS",
                "NORM_ROWS",
                "MLP_ROWS",
                "WEIGHTS_LOADED",
                "WEIGHTS_FREE",
                "KEYS_READY",
                "CODE_ROWS",
                "ATTENTION_ROWS",
                "HIDDEN_ROWS",
                "NORM_PARAMETERS_LOADED",
                "PATCHES_LOADED",
                "PATCHES_FREE",
                "STREAM_LOADED",
                "STREAM_FREE",
                "LOGITS_READY",
                "LOGITS_FREE"
            })
    void waitsThatAreLeftOutAreFound(Semaphore semaphore) {
        requireNeeded("tiny", semaphore);
    }

    @ParameterizedTest
    @EnumSource(
            value = Semaphore.class,
            names = {"KEYS_READY", "CODE_ROWS", "ATTENTION_ROWS", "NORM_ROWS", "MLP_ROWS", "HIDDEN_ROWS"})
    void soTheyAreWithAttentionOnTheMultipliers(Semaphore semaphore) {
        requireNeeded("kv260", semaphore);
    }

    private static void requireNeeded(String config, Semaphore semaphore) {
        VitShape shape = new VitShape(32, 32, 3, 4, 64, 3, 2, 256, 10);
        requireNeeded(compile(config, shape, Overlap.BOTH), config, semaphore);
    }

    private static void requireNeeded(Program program, String config, Semaphore semaphore) {
        List<Command> careless = program.commands(3).stream()
                .map(command -> without(command, semaphore))
                .toList();

        assertThat(new HazardReplay(program, AcceleratorConfig.load(config), careless).find())
                .as("%s", semaphore)
                .isNotNull();
    }

    /** {@code config} with elements that are twice as fast with 4-bit weights. */
    private static AcceleratorConfig scalable(String config) {
        AcceleratorConfig machine = AcceleratorConfig.load(config);
        ArrayConfig array = machine.array();
        return new AcceleratorConfig(
                machine.name(),
                machine.grade(),
                machine.board(),
                machine.description(),
                machine.clockMhz(),
                new ArrayConfig(array.tokenTile(), array.word(), array.postPipes(), ProcessingElement.SCALABLE),
                machine.attention(),
                machine.buffers(),
                machine.limits(),
                machine.control());
    }

    private static Command without(Command command, Semaphore semaphore) {
        Sync sync = command.sync();
        Sync left = new Sync(
                sync.startA() == semaphore ? Semaphore.NONE : sync.startA(),
                sync.startB() == semaphore ? Semaphore.NONE : sync.startB(),
                sync.tileWait() == semaphore ? Semaphore.NONE : sync.tileWait(),
                sync.tileSignal(),
                sync.endA(),
                sync.endB());
        return command.with(left);
    }
}
