// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.SimulationException;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A verilated accelerator with its memory. Its clock runs while a register is accessed and in {@link #run}. Not thread-safe. */
public final class SimulatedDevice implements Device, AutoCloseable {
    private static final int RESET_CYCLES = 8;
    private static final int START = 1;

    private final Model model;
    private final RegisterPort registers;
    private final Dram memory;
    private final Map<Integer, Integer> written = new HashMap<>();
    private final AxiMemory bus;

    /**
     * Opens and resets an accelerator.
     *
     * @param built its model; taps are not used
     * @param seed of the contents of registers that have no reset
     */
    public SimulatedDevice(VerilatedModel built, Dram memory, AxiTiming timing, long seed) {
        this.memory = memory;
        model = built.withoutTaps().open(seed);
        // Outputs are arbitrary until reset; the bus models would call that a broken rule.
        model.reset("aresetn", RESET_CYCLES);
        bus = AxiMemory.attach(model, "m_axi_gmem", memory, timing);
        registers = RegisterPort.attach(model, "s_axi_ctrl");
        // A processor takes longer than that before it first looks.
        model.step(RegisterMap.SETTLE_CYCLES + RESET_CYCLES);
    }

    /** The memory as the accelerator meets it, for tests that break it. */
    AxiMemory bus() {
        return bus;
    }

    @Override
    public long memoryAddress() {
        return memory.address();
    }

    @Override
    public int read(int offset) {
        return (int) registers.read(offset);
    }

    /** @throws InvalidInputException at a start of a program in memory that does not have its checksum ({@link ProgramSeal}) */
    @Override
    public void write(int offset, int value) {
        if (offset == RegisterMap.CTRL.offset() && (value & START) != 0) {
            requireProgram();
        }
        registers.write(offset, value);
        written.put(offset, value);
    }

    /** What lies outside the memory is left to the hardware, which reports it. */
    private void requireProgram() {
        long at = (written(RegisterMap.PROGRAM_HIGH) << Integer.SIZE | written(RegisterMap.PROGRAM_LOW))
                - memory.address();
        long first = written(RegisterMap.PROGRAM_COMMANDS);
        long further = written(RegisterMap.LOOP_COMMANDS);
        boolean inside = at >= 0 && at + (first + further) * Command.BYTES <= memory.size();
        if (inside && !ProgramSeal.holds(memory.bytes(), (int) at, (int) first, (int) further)) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "the program at %#x is damaged: its checksum differs; it was not started, load it again",
                    at + memory.address()));
        }
    }

    private long written(Register register) {
        return Integer.toUnsignedLong(written.getOrDefault(register.offset(), register.reset()));
    }

    /** @throws SimulationException when the design broke a bus rule or stopped */
    @Override
    public boolean run(int cycles) {
        model.stopRules("interrupt", 0);
        RunResult result = model.run(cycles);
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
