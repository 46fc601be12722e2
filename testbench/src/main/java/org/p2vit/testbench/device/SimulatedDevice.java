// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

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

    private final Model model;
    private final RegisterPort registers;
    private final Dram memory;

    /**
     * Opens and resets an accelerator.
     *
     * @param built its model; taps are not used
     * @param seed of the contents of registers that have no reset
     */
    public SimulatedDevice(VerilatedModel built, Dram memory, AxiTiming timing, long seed) {
        this(built, memory, timing, seed, 0);
    }

    /** As above; the last {@code brokenBytes} of the memory answer every access with SLVERR. */
    public SimulatedDevice(VerilatedModel built, Dram memory, AxiTiming timing, long seed, int brokenBytes) {
        this.memory = memory;
        model = built.withoutTaps().open(seed);
        // Outputs are arbitrary until reset; the bus models would call that a broken rule.
        model.reset("aresetn", RESET_CYCLES);
        long end = memory.address() + memory.size();
        AxiMemory.attach(model, "m_axi_gmem", memory, timing, end - brokenBytes, end);
        registers = RegisterPort.attach(model, "s_axi_ctrl");
    }

    @Override
    public long memoryAddress() {
        return memory.address();
    }

    @Override
    public int read(int offset) {
        return (int) registers.read(offset);
    }

    @Override
    public void write(int offset, int value) {
        registers.write(offset, value);
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
