// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.testbench.accelerator.TinyAccelerator.shape;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiMemory.Channel;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;

/**
 * Whole inferences whose memory stops answering, or whose accelerator is reset, in any cycle: the run ends with error and interrupt in
 * bounded time, nothing is written outside OUTPUT, and after the sequence of control.md every word of the next run is right.
 */
@Tag("cosim")
class SilentMemoryCosimTests {
    private static final long SEED = 41;
    private static final Repeat REPEAT = Repeat.test(SilentMemoryCosimTests.class, SEED);
    private static final VitShape SHAPE = shape(12, 4, 16, 1, 2, 32, 10);
    private static final AxiTiming TIMING = AxiTiming.ideal(60, 8).withStalls(SEED, 10);
    private static final int WATCHDOG = 400;
    private static final int INJECTIONS = 40;
    /** A run of one image takes less by far. */
    private static final int RUN_CYCLES = 20_000;

    private static final long START = RegisterMap.CTRL.mask("START");
    private static final long IDLE = RegisterMap.CTRL.mask("IDLE");
    private static final long OPEN = RegisterMap.CTRL.mask("OPEN");
    private static final long ABORT = RegisterMap.CTRL.mask("ABORT");
    private static final byte[] PATCHES = RandomQuantizedVit.patches(SHAPE, SEED);

    private final Random random = new Random(SEED);

    private static AcceleratorSimulation open(boolean multiply) {
        AcceleratorConfig config = multiply ? TinyAccelerator.MULTIPLY : TinyAccelerator.CONFIG;
        QuantizedVit network = RandomQuantizedVit.of(SHAPE, config.attention().coding(), SEED);
        return TinyAccelerator.open(config, network, TIMING, REPEAT, 1);
    }

    private static long read(AcceleratorSimulation simulation, Register register) {
        return simulation.registers().read(register.offset());
    }

    private static void write(AcceleratorSimulation simulation, Register register, long value) {
        simulation.registers().write(register.offset(), value);
    }

    private static ErrorCode error(AcceleratorSimulation simulation) {
        return ErrorCode.of((int) read(simulation, RegisterMap.ERROR) & 0xff);
    }

    /** Everything but OUTPUT. */
    private static List<byte[]> guarded(AcceleratorSimulation simulation) {
        int output = simulation.map().output();
        int behind = output + SHAPE.classes() * Integer.BYTES + 7 & ~7;
        return List.of(
                simulation.dram().read(0, output),
                simulation.dram().read(behind, simulation.dram().size() - behind));
    }

    private static void requireExact(AcceleratorSimulation simulation) {
        simulation.infer(PATCHES, cycle -> {}).verdict().requirePassed();
    }

    private static void awaitInterrupt(AcceleratorSimulation simulation, long cycles, String what) {
        simulation.model().stopRules("interrupt", 0);
        RunResult result = simulation.model().run(cycles);
        simulation.model().stopRules(null, 0);
        assertThat(result.reason()).as("%s: %s", what, result).isEqualTo(StopReason.STOP_PIN);
        write(simulation, RegisterMap.ISR, read(simulation, RegisterMap.ISR));
    }

    private static int await(AcceleratorSimulation simulation, long mask, long value) {
        int polls = 0;
        while ((read(simulation, RegisterMap.CTRL) & mask) != value) {
            simulation.model().step(10);
            assertThat(++polls).as("polls of CTRL").isLessThan(500);
        }
        return polls;
    }

    /** One channel or several; where they are silent before the last burst the run cannot succeed. */
    private Set<Channel> channels() {
        if (random.nextInt(3) == 0) {
            return EnumSet.allOf(Channel.class);
        }
        return EnumSet.of(Channel.values()[random.nextInt(Channel.values().length)]);
    }

    @ParameterizedTest(name = "attention on the multipliers: {0}, recovery by reset: {1}, aborted: {2}")
    @CsvSource({"false, false, false", "false, true, false", "true, false, true", "true, true, false"})
    void aMemoryThatStopsAnswering(boolean multiply, boolean byReset, boolean aborted) {
        int left = 0;
        try (AcceleratorSimulation simulation = open(multiply)) {
            long cycles = simulation.infer(PATCHES, cycle -> {}).cycles();
            for (int i = 0; i < INJECTIONS; i++) {
                List<byte[]> before = guarded(simulation);
                write(simulation, RegisterMap.WATCHDOG, WATCHDOG);
                simulation.begin(List.of(PATCHES));
                // The second half of the injections hits the end, where STORE writes.
                int last = 150;
                int at = i % 2 == 0 ? random.nextInt((int) cycles) : (int) cycles - random.nextInt(last);
                Set<Channel> silent = channels();
                String what = "injection %d in cycle %d, silent %s".formatted(i, at, silent);
                simulation.model().run(at);
                simulation.memory().silence(silent);
                if (aborted) {
                    write(simulation, RegisterMap.CTRL, ABORT);
                }
                awaitInterrupt(simulation, RUN_CYCLES, what);
                ErrorCode code = error(simulation);
                assertThat(code).as(what).isIn(ErrorCode.NONE, aborted ? ErrorCode.ABORTED : ErrorCode.TIMEOUT);
                assertThat(guarded(simulation))
                        .as(what)
                        .usingRecursiveComparison()
                        .isEqualTo(before);
                boolean open = (read(simulation, RegisterMap.CTRL) & OPEN) != 0;
                if (code == ErrorCode.NONE) {
                    assertThat(open).as(what).isFalse();
                }
                if (open) {
                    left++;
                    write(simulation, RegisterMap.CTRL, START);
                    awaitInterrupt(simulation, 10, what);
                    assertThat(error(simulation)).as(what).isEqualTo(ErrorCode.TRANSFERS_OPEN);
                }
                simulation.memory().silence(EnumSet.noneOf(Channel.class));
                if (byReset) {
                    simulation.memory().forget();
                    simulation.reset();
                } else {
                    await(simulation, OPEN, 0);
                }
                assertThat(guarded(simulation))
                        .as(what)
                        .usingRecursiveComparison()
                        .isEqualTo(before);
                requireExact(simulation);
            }
        }
        assertThat(left)
                .as("runs that ended with open transfers")
                .isGreaterThan(aborted ? INJECTIONS / 8 : INJECTIONS / 2);
    }

    /** The sequence of control.md: abort, wait until nothing is open, reset. The memory is not reset. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetAfterAnAbort(boolean multiply) {
        try (AcceleratorSimulation simulation = open(multiply)) {
            long cycles = simulation.infer(PATCHES, cycle -> {}).cycles();
            for (int i = 0; i < INJECTIONS; i++) {
                simulation.begin(List.of(PATCHES));
                simulation.model().run(i % 2 == 0 ? random.nextInt((int) cycles) : cycles - random.nextInt(150));
                write(simulation, RegisterMap.CTRL, ABORT);
                await(simulation, IDLE | OPEN, IDLE);
                assertThat(simulation.memory().openBursts()).isZero();
                simulation.reset();
                requireExact(simulation);
            }
        }
    }

    /**
     * Without any preparation. Where the memory is reset as well nothing is left; where it is not, its beats and responses are
     * dropped, and only a write burst that lacks beats cannot be mended.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetInTheMiddleOfARun(boolean memoryToo) {
        int stale = 0;
        try (AcceleratorSimulation simulation = open(false)) {
            long cycles = simulation.infer(PATCHES, cycle -> {}).cycles();
            for (int i = 0; i < INJECTIONS; i++) {
                simulation.begin(List.of(PATCHES));
                simulation.model().run(i % 4 != 0 ? random.nextInt((int) cycles) : cycles - random.nextInt(150));
                simulation.model().set("aresetn", 0);
                // Long enough for all of the engine to be in reset.
                simulation.model().step(3);
                stale += simulation.memory().openBursts() > 0 ? 1 : 0;
                if (memoryToo || simulation.memory().lackingWrites() > 0) {
                    simulation.memory().forget();
                }
                simulation.reset();
                assertThat(simulation.memory().openBursts()).isZero();
                requireExact(simulation);
            }
        }
        assertThat(stale).as("resets with bursts open").isGreaterThan(INJECTIONS / 4);
    }
}
