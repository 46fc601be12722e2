// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2vit.testbench.accelerator.TinyAccelerator.shape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;

/** An inference with something wrong in memory: the checker says so, or the hardware ends the run with an error. */
@Tag("cosim")
class InferenceFaultCosimTests {
    private static final long SEED = 3;
    private static final Repeat REPEAT = Repeat.test(InferenceFaultCosimTests.class, SEED);
    private static final VitShape SHAPE = shape(12, 4, 16, 1, 2, 32, 10);
    private static final byte[] PATCHES = RandomQuantizedVit.patches(SHAPE, SEED);

    private static AcceleratorSimulation open() {
        return TinyAccelerator.open(SHAPE, AxiTiming.ideal(40, 8), REPEAT);
    }

    @Test
    void flippedWeightBitIsReportedWithItsPlace() {
        try (AcceleratorSimulation simulation = open()) {
            int at = simulation.map().model()
                            + simulation.map().input()
                            - simulation.map().model()
                    >> 1;
            flip(simulation, firstNonZero(simulation, at), 40);

            Verdict verdict = simulation.infer(PATCHES, cycle -> {}).verdict();

            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.firstMismatch()).contains("tensor ", "row ", "column ", "cycle ", "seed " + SEED, "mvn");
        }
    }

    private static int firstNonZero(AcceleratorSimulation simulation, int from) {
        int at = from;
        while (simulation.dram().bytes().get(at) == 0) {
            at++;
        }
        return at;
    }

    private static void flip(AcceleratorSimulation simulation, int address, int mask) {
        ByteBuffer bytes = simulation.dram().bytes();
        bytes.put(address, (byte) (bytes.get(address) ^ mask));
    }

    /** A program as somebody would have made it who meant this. */
    private static void reseal(AcceleratorSimulation simulation) {
        int first = NetworkCompiler.compile(RandomQuantizedVit.of(SHAPE, SEED), TinyAccelerator.CONFIG)
                .first()
                .commands()
                .size();
        ProgramSeal.seal(simulation.dram().bytes(), simulation.map().program(), first);
    }

    /**
     * Word and value spoil command 10 of the program; the error must be reported and the next run must be clean. The last case is an
     * early end: no error of the accelerator, but no logits either.
     */
    @ParameterizedTest(name = "word {0} = {1}: {2}")
    @CsvSource({
        "0, 0000001f, ILLEGAL_UNIT",
        "0, 00000023, ILLEGAL_OPCODE",
        "0, 00000000, ILLEGAL_OPCODE",
        "1, 80000000, ILLEGAL_OPERAND",
        "4, 00000000, ILLEGAL_OPERAND",
        "0, 00000010, has done 0 of 1 images"
    })
    void spoiltCommandEndsTheRunAndTheNextOneIsClean(int word, String value, String error) {
        try (AcceleratorSimulation simulation = open()) {
            int address = simulation.map().program() + 10 * Command.BYTES + 4 * word;
            ByteBuffer dram = simulation.dram().bytes().order(ByteOrder.LITTLE_ENDIAN);
            int original = dram.getInt(address);
            dram.putInt(address, Integer.parseUnsignedInt(value, 16));
            assertThatThrownBy(() -> simulation.infer(PATCHES, cycle -> {}))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("its checksum differs");
            reseal(simulation);
            assertThatThrownBy(() -> simulation.infer(PATCHES, cycle -> {}))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining(error);

            dram.putInt(address, original);
            reseal(simulation);
            simulation.infer(PATCHES, cycle -> {}).verdict().requirePassed();
        }
    }

    /** A command that waits for a token nobody gives: the watchdog ends the run. */
    @Test
    void waitForATokenThatNeverComesTimesOut() {
        try (AcceleratorSimulation simulation = open()) {
            int address = simulation.map().program() + 4 * Command.BYTES + 4;
            ByteBuffer dram = simulation.dram().bytes().order(ByteOrder.LITTLE_ENDIAN);
            dram.putInt(address, dram.getInt(address) | 31);
            reseal(simulation);

            assertThatThrownBy(() -> simulation.infer(PATCHES, cycle -> {}))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("TIMEOUT");
        }
    }
}
