// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.RegisterPort;

/** The registers of an accelerator by name, and what a driver does with them. */
final class AcceleratorRegisters {
    private static final long INTERRUPT_ENABLED = 1;
    private static final long OPEN = RegisterMap.CTRL.mask("OPEN");

    private final RegisterPort port;

    AcceleratorRegisters(RegisterPort port) {
        this.port = port;
    }

    RegisterPort port() {
        return port;
    }

    long read(Register register) {
        return port.read(register.offset());
    }

    void write(Register register, long value) {
        port.write(register.offset(), value);
    }

    /** All that does not depend on the images of a run. */
    void describe(Program program, MemoryMap map, long watchdogCycles) {
        pair(RegisterMap.PROGRAM_LOW, map.program());
        pair(RegisterMap.MODEL_LOW, map.model());
        pair(RegisterMap.INPUT_LOW, map.input());
        pair(RegisterMap.OUTPUT_LOW, map.output());
        pair(RegisterMap.MODEL_SIZE_LOW, program.constants().length);
        write(RegisterMap.PROGRAM_COMMANDS, program.first().commands().size());
        write(RegisterMap.LOOP_COMMANDS, program.further().commands().size());
        write(RegisterMap.INPUT_STRIDE, program.inputStride());
        write(RegisterMap.OUTPUT_STRIDE, program.outputStride());
        write(RegisterMap.WATCHDOG, watchdogCycles);
        write(RegisterMap.GIE, INTERRUPT_ENABLED);
        write(RegisterMap.IER, INTERRUPT_ENABLED);
    }

    /** Regions of so many images, not a byte more than they take. */
    void images(Program program, int count) {
        write(RegisterMap.IMAGES, count);
        pair(RegisterMap.INPUT_SIZE_LOW, (count - 1L) * program.inputStride() + program.inputBytes());
        pair(RegisterMap.OUTPUT_SIZE_LOW, (count - 1L) * program.outputStride() + program.outputBytes());
        port.await();
    }

    /** A register and the one of its upper half behind it. */
    private void pair(Register low, long value) {
        write(low, value & 0xffff_ffffL);
        port.write(low.offset() + Integer.BYTES, value >>> Register.BITS);
    }

    /** Transfers may be open: no start is taken. */
    boolean open() {
        return (read(RegisterMap.CTRL) & OPEN) != 0;
    }

    ErrorCode error() {
        return ErrorCode.of((int) read(RegisterMap.ERROR) & 0xff);
    }

    long cycles() {
        return read(RegisterMap.CYCLES_HIGH) << 32 | read(RegisterMap.CYCLES_LOW);
    }

    Map<Unit, UnitCounters> counters() {
        Map<Unit, UnitCounters> counters = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            if (unit != Unit.CONTROL) {
                counters.put(unit, new UnitCounters(read(RegisterMap.busy(unit)), read(RegisterMap.stall(unit))));
            }
        }
        return counters;
    }

    /** All that can be read, as they are now; some are cleared by that. */
    Map<String, Long> contents() {
        Map<String, Long> contents = new LinkedHashMap<>();
        RegisterMap.REGISTERS.forEach(register -> contents.put(register.name(), read(register)));
        return contents;
    }
}
