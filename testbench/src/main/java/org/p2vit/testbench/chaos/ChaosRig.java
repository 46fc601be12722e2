// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.EncodedCommand;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;

/** An open machine with its memory, as injections see it: what they change, and what they can ask. Collects the faults of a run. */
final class ChaosRig {
    static final long START = RegisterMap.CTRL.mask("START");
    static final long ABORT = RegisterMap.CTRL.mask("ABORT");
    /** Cycles without progress that end a run here; a run that is not disturbed never stands still for so long. */
    static final int WATCHDOG = 400;

    private static final long IDLE = RegisterMap.CTRL.mask("IDLE");
    private static final long OPEN = RegisterMap.CTRL.mask("OPEN");
    private static final int POLL_CYCLES = 100;
    /** From ABORT, or from the answers of memory, until nothing is open: by far. */
    private static final int CLOSE_CYCLES = 4 * WATCHDOG + 2 * RegisterMap.SETTLE_CYCLES;

    private final AcceleratorSimulation simulation;
    private final Program program;
    private final StartRules startRules;
    private final Map<Register, Long> atStart = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private Footprint footprint;

    ChaosRig(AcceleratorSimulation simulation, Program program, StartRules startRules) {
        this.simulation = simulation;
        this.program = program;
        this.startRules = startRules;
        memory().decodeErrors();
    }

    /** As after power-up, but for the contents of registers and buffers that have no reset. */
    void renew(long seed, byte[] patches) {
        faults.clear();
        memory().silence(EnumSet.noneOf(AxiMemory.Channel.class));
        memory().answer(AxiMemory.Channel.R, RegisterPort.OKAY, 0);
        memory().answer(AxiMemory.Channel.B, RegisterPort.OKAY, 0);
        memory().reseed(seed);
        reset(RESET_CYCLES, true);
        restore();
        awaitClosed();
        simulation.place(List.of(patches));
        registers().takeAnswers();
    }

    private static final int RESET_CYCLES = 8;

    /** Program, constants and registers as they should be. */
    void restore() {
        simulation.restore();
        write(RegisterMap.WATCHDOG, WATCHDOG);
        write(RegisterMap.IER, 3);
        write(RegisterMap.ISR, read(RegisterMap.ISR));
    }

    /** Starts, and from now on watches where the machine reads and writes. */
    void start() {
        RegisterMap.REGISTERS.stream()
                .filter(register -> register.access() == Register.Access.RWI)
                .forEach(register -> atStart.put(register, read(register)));
        footprint = Footprint.of(this::atStart, simulation.dram());
        memory().watch(footprint.reads(), footprint.writes());
        registers().make(RegisterMap.CTRL.offset(), START);
    }

    /** Value of a register that a run works with. */
    long atStart(Register register) {
        return atStart.get(register);
    }

    /** Steps up to so many cycles; fewer where the interrupt comes. */
    void run(long cycles) {
        simulation.model().stopRules("interrupt", 0);
        RunResult result = simulation.model().run(cycles);
        simulation.model().stopRules(null, 0);
        if (result.reason() != StopReason.STOP_PIN && result.reason() != StopReason.CYCLE_LIMIT) {
            throw new BrokenRunException(result.toString());
        }
    }

    /** Whether the run ends within so many cycles. */
    boolean ends(long cycles) {
        long last = simulation.model().cycle() + cycles;
        while (simulation.model().cycle() < last) {
            run(Math.min(POLL_CYCLES, last - simulation.model().cycle()));
            if ((read(RegisterMap.CTRL) & IDLE) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean open() {
        return (read(RegisterMap.CTRL) & OPEN) != 0;
    }

    /** Waits until no run is active and nothing is open. */
    void awaitClosed() {
        long last = simulation.model().cycle() + CLOSE_CYCLES;
        while ((read(RegisterMap.CTRL) & (IDLE | OPEN)) != IDLE) {
            if (simulation.model().cycle() > last) {
                faults.add("CTRL is " + Long.toHexString(read(RegisterMap.CTRL)) + " for ever");
                return;
            }
            simulation.model().step(POLL_CYCLES);
        }
    }

    void reset(int cycles, boolean memoryToo) {
        simulation.model().set("aresetn", 0);
        simulation.model().step(cycles);
        if (memoryToo || memory().lackingWrites() > 0) {
            memory().forget();
        }
        simulation.model().set("aresetn", 1);
        simulation.model().step();
    }

    void reset(boolean memoryToo) {
        reset(RESET_CYCLES, memoryToo);
    }

    /** Starts while transfers are open: the faults of its refusal. */
    List<String> refusedStart() {
        write(RegisterMap.ISR, read(RegisterMap.ISR));
        write(RegisterMap.CTRL, START);
        simulation.model().step(4);
        boolean refused = error() == ErrorCode.TRANSFERS_OPEN.ordinal()
                && simulation.model().get("interrupt") == 1;
        return refused ? List.of() : List.of("a start with open transfers was not refused");
    }

    /** Notes a fault unless {@code holds}. */
    void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    List<String> faults() {
        return faults;
    }

    /** What the run read or wrote where it should not. */
    void requireFootprint() {
        require(memory().strays().isEmpty(), "stray access, " + memory().strays());
        footprint.changed(simulation.dram()).ifPresent(faults::add);
    }

    int error() {
        return (int) read(RegisterMap.ERROR) & 0xff;
    }

    int[] logits() {
        int place = (int) atStart(RegisterMap.OUTPUT_LOW);
        ByteBuffer bytes = simulation.dram().bytes();
        return outputIsInMemory()
                ? program.unpackOutput(bytes.slice(place, program.outputBytes()).order(bytes.order()))
                : new int[0];
    }

    boolean outputIsInMemory() {
        return atStart(RegisterMap.OUTPUT_LOW) + program.outputBytes() <= memoryBytes();
    }

    /** Command {@code index} of the first image's part, as it stands in memory. */
    EncodedCommand command(int index) {
        return new EncodedCommand(programBytes(), index);
    }

    private ByteBuffer programBytes() {
        MemoryMap map = simulation.map();
        return simulation.dram().bytes().duplicate().position(map.program());
    }

    void setCommandWord(int index, int word, int value) {
        int at = simulation.map().program() + index * Command.BYTES + word * Integer.BYTES;
        simulation.dram().bytes().putInt(at, value);
    }

    /** Commands of the first image's part. */
    int commands() {
        return program.first().commands().size();
    }

    void seal() {
        ProgramSeal.seal(simulation.dram().bytes(), simulation.map().program(), commands());
    }

    boolean programHolds() {
        return ProgramSeal.holds(
                simulation.dram().bytes(),
                simulation.map().program(),
                commands(),
                program.further().commands().size());
    }

    int modelBytes() {
        return program.constants().length;
    }

    int inputBytes() {
        return program.inputBytes();
    }

    int outputBytes() {
        return program.outputBytes();
    }

    int memoryBytes() {
        return simulation.dram().size();
    }

    StartRules startRules() {
        return startRules;
    }

    AcceleratorSimulation simulation() {
        return simulation;
    }

    AxiMemory memory() {
        return simulation.memory();
    }

    RegisterPort registers() {
        return simulation.registers();
    }

    long read(Register register) {
        return registers().read(register.offset());
    }

    void write(Register register, long value) {
        registers().write(register.offset(), value);
    }
}
