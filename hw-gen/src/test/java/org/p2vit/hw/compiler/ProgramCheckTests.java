// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

/** What would hang the machine, or reach beyond something, is not emitted, whatever the fault of the compiler. */
class ProgramCheckTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final VitShape SHAPE = new VitShape(12, 12, 3, 4, 32, 2, 2, 64, 10);
    private static final Program PROGRAM = NetworkCompiler.compile(RandomQuantizedVit.of(SHAPE, 1), TINY);
    private static final Program WITHOUT_NORM =
            NetworkCompiler.compile(RandomQuantizedVit.of(SHAPE.with(Readout.DIRECT), 1), TINY);

    @Test
    void theProgramItselfPasses() {
        assertThat(ProgramCheck.require(PROGRAM, TINY)).isSameAs(PROGRAM);
    }

    /** A token too few somewhere: whoever takes the last one waits for ever, or an image leaves less than it found. */
    @ParameterizedTest
    @EnumSource(
            value = Semaphore.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "ATTENTION_IDLE"})
    void everySignalIsNeeded(Semaphore semaphore) {
        boolean[] dropped = {false};
        Program sound = semaphore == Semaphore.STREAM_COMPLETE ? WITHOUT_NORM : PROGRAM;
        Program silent = with(sound, command -> {
            if (command.unit() == Unit.CONTROL) {
                dropped[0] = false; // once in each part
            }
            if (dropped[0] || command.sync().equals(without(command.sync(), semaphore))) {
                return command;
            }
            dropped[0] = true;
            return command.with(without(command.sync(), semaphore));
        });

        assertThatThrownBy(() -> ProgramCheck.require(silent, TINY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(semaphore.name());
    }

    @ParameterizedTest
    @CsvSource({
        "REQUANT, 4, -2, takes Tiles", // one token tile fewer than MATMUL makes
        "REQUANT, 4, 1024, takes Tiles", // one output tile more than MATMUL makes
        "SOFTMAX, 4, 8192, takes Tiles", // keys of one word more
        "MATMUL, 2, 1000, reads ACT",
        "MATMUL, 2, 3000, 'of ACT, which has 2048'",
        "NORM, 5, 31, 'of NRP, which has 32'",
        "LOAD, 3, 512, goes to region OUTPUT",
        "STORE, 3, -512, goes to region MODEL",
        "STORE, 4, 1, 'of region OUTPUT, which has 64'",
        "LOAD, 2, 1000000, region MODEL, which has"
    })
    void whatACommandReachesMustExist(Unit unit, int word, int more, String sentence) {
        boolean[] changed = {false};
        Program other = with(command -> {
            if (changed[0] || command.unit() != unit || !command.run()) {
                return command;
            }
            changed[0] = true;
            int[] operands = command.operands().clone();
            operands[word - 2] += more;
            return new Command(unit, true, command.flags(), command.sync(), operands);
        });

        assertThatThrownBy(() -> ProgramCheck.require(other, TINY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence);
    }

    /** MATMUL with all slots full waits for REQUANT, which here is dispatched only behind a LOAD. */
    @Test
    void sumsThatAreNotTakenDirectlyAreRefused() {
        List<Command> commands = new ArrayList<>(PROGRAM.first().commands());
        int at = 0;
        while (commands.get(at).unit() != Unit.REQUANT || commands.get(at + 1).unit() != Unit.LOAD) {
            at++;
        }
        Collections.swap(commands, at, at + 1);
        Iterator<Command> swapped = commands.iterator();

        assertThatThrownBy(
                        () -> ProgramCheck.require(with(command -> swapped.hasNext() ? swapped.next() : command), TINY))
                .hasMessageContaining("REQUANT, comes after LOAD, not after the MATMUL whose sums it takes");
    }

    @Test
    void sumsThatWaitForTheirOwnMatMulAreRefused() {
        UnaryOperator<Command> change = command -> switch (command.unit()) {
            case MATMUL -> command.with(Sync.FREE.after(command.sync().startA()).signalEnd(Semaphore.ATTENTION_IDLE));
            case REQUANT -> command.with(Sync.FREE.after(Semaphore.ATTENTION_IDLE));
            default -> command;
        };
        assertThatThrownBy(() -> ProgramCheck.require(with(change), TINY))
                .hasMessageContaining("waits for ATTENTION_IDLE, which the MATMUL gives whose sums it takes");
    }

    /** Flag 2 of MATMUL is rowExponents, bit 16 of word 6 of REQUANT firstOutputs. */
    @ParameterizedTest
    @CsvSource({
        "MATMUL, true, 4, 0, 'which has no exponents, as if it had some'",
        "MATMUL, false, 4, 0, 'which has exponents, as if it had none'",
        "REQUANT, false, 0, 65536, 'raises ROWE[0], which was used'",
        "REQUANT, true, 0, 65536, 'begins ROWE[0] anew, which was not used'"
    })
    void exponentsMustBeKnownToTheirReader(Unit unit, boolean without, int flag, int first, String sentence) {
        VitShape severalSlices = new VitShape(12, 12, 3, 4, 64, 2, 2, 512, 10);
        Program program = NetworkCompiler.compile(RandomQuantizedVit.of(severalSlices, 1), TINY);
        Program other = with(program, command -> {
            boolean has = unit == Unit.MATMUL
                    ? command.has(MatMulCommand.ROW_EXPONENTS)
                    : command.unit() == unit && command.get(RequantCommand.FIRST_OUTPUTS) == 1;
            boolean gelu = unit == Unit.MATMUL || command.unit() == unit && command.has(RequantCommand.GELU);
            if (command.unit() != unit || !command.run() || !gelu || has == without) {
                return command;
            }
            int[] operands = command.operands().clone();
            operands[6 - 2] ^= first;
            return new Command(unit, true, command.flags() ^ flag, command.sync(), operands);
        });

        assertThatThrownBy(() -> ProgramCheck.require(other, TINY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence);
    }

    /** What a command cannot count is refused by its name in the network, before anything is emitted. */
    @Test
    void aPatchOrMlpBeyondACommandIsRefused() {
        AcceleratorConfig large = Configs.withBuffers(AcceleratorConfig.load("zcu104"), 32768, 512, 512);
        VitShape patches = new VitShape(128, 128, 3, 128, 16, 1, 1, 16, 2);
        VitShape perceptron = new VitShape(16, 16, 3, 16, 16, 1, 1, 16 * 1024, 2);

        assertThatThrownBy(() -> NetworkCompiler.bufferUse(patches, large))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the patch has 49152 values, 3072 words");
        assertThatThrownBy(() -> NetworkCompiler.bufferUse(perceptron, large))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the MLP dimension has 16384 values, 1024 words");
    }

    private static Program with(UnaryOperator<Command> change) {
        return with(PROGRAM, change);
    }

    private static Program with(Program program, UnaryOperator<Command> change) {
        return new Program(
                program.shape(),
                program.tokenTile(),
                program.word(),
                part(program.first(), change),
                part(program.further(), change),
                program.constants(),
                program.inputBytes(),
                program.outputBytes());
    }

    private static Program.Part part(Program.Part part, UnaryOperator<Command> change) {
        List<Command> commands = part.commands().stream().map(change).toList();
        return new Program.Part(commands, part.slices());
    }

    private static Sync without(Sync sync, Semaphore semaphore) {
        List<Semaphore> signals = Stream.of(sync.tileSignal(), sync.endA(), sync.endB())
                .map(signal -> signal == semaphore ? Semaphore.NONE : signal)
                .toList();
        return new Sync(sync.startA(), sync.startB(), sync.tileWait(), signals.get(0), signals.get(1), signals.get(2));
    }
}
