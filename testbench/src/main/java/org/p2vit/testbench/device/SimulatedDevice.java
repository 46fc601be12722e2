// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.program.WrittenWords;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.accelerator.WordCounter;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.SimulationException;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A verilated accelerator with its memory. Its clock runs while a register is accessed and in {@link #run}. Not thread-safe. */
public final class SimulatedDevice implements Device, AutoCloseable {
    private static final int RESET_CYCLES = 8;
    private static final long START = RegisterMap.CTRL.mask("START");

    private static final int SLICE_CYCLES = 1 << 16;

    private final Model model;
    private final RegisterPort registers;
    private final Dram memory;
    private final AxiMemory bus;
    private final RunWatch runs;

    /**
     * Opens and resets an accelerator.
     *
     * @param built its model, by {@link org.p2vit.testbench.accelerator.AcceleratorModel}
     * @param seed of the contents of registers that have no reset
     */
    public SimulatedDevice(VerilatedModel built, AcceleratorConfig config, Dram memory, AxiTiming timing, long seed) {
        this.memory = memory;
        WordCounter words = WordCounter.open(built, config, seed);
        model = words.model();
        // Outputs are arbitrary until reset; the bus models would call that a broken rule.
        model.reset("aresetn", RESET_CYCLES);
        bus = AxiMemory.attach(model, "m_axi_gmem", memory, timing);
        registers = RegisterPort.attach(model, "s_axi_ctrl");
        runs = new RunWatch(words, registers, memory, new WrittenWords(config));
        // A processor takes longer than that before it first looks.
        model.step(RegisterMap.SETTLE_CYCLES + RESET_CYCLES);
    }

    /** The memory as the accelerator meets it, for tests that break it. */
    AxiMemory bus() {
        return bus;
    }

    /** For tests that make words disappear. */
    Model model() {
        return model;
    }

    /** What the runs so far came to. */
    public DeviceRuns runs() {
        return runs.soFar();
    }

    @Override
    public long memoryAddress() {
        return memory.address();
    }

    @Override
    public int read(int offset) {
        int value = (int) registers.read(offset);
        runs.clockRan();
        return value;
    }

    /** @throws InvalidInputException at a start of a program in memory that does not have its checksum ({@link ProgramSeal}) */
    @Override
    public void write(int offset, int value) {
        if (offset == RegisterMap.CTRL.offset() && (value & START) != 0) {
            runs.start(() -> registers.write(offset, value));
        } else {
            registers.write(offset, value);
        }
        runs.clockRan();
    }

    /** @throws SimulationException when the design broke a bus rule or stopped */
    @Override
    public boolean run(int cycles) {
        model.stopRules("interrupt", 0);
        RunResult result;
        int left = cycles;
        do {
            result = model.run(Math.min(left, SLICE_CYCLES));
            runs.clockRan();
            left -= SLICE_CYCLES;
        } while (left > 0 && result.reason() == StopReason.CYCLE_LIMIT);
        model.stopRules(null, 0);
        return switch (result.reason()) {
            case STOP_PIN -> true;
            case CYCLE_LIMIT -> false;
            default -> throw new SimulationException(result);
        };
    }

    @Override
    public void close() {
        model.close();
    }
}
