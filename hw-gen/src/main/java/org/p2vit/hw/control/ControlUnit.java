// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.bus.AxiLite;
import org.p2vit.hw.bus.RegisterAccess;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwState;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.DontName;
import spinal.core.UInt;

/**
 * The registers (see {@link RegisterMap}), the life of a run, and the performance counters.
 *
 * <p>A run resets the engine, then lets it fetch its program; it ends when the end command has been dispatched and every unit is
 * unoccupied. On an error the engine is halted, the read and write channels drain, and the run ends with a code; where memory does
 * not answer, when the watchdog says so. What is then open the engine takes when it comes, and until then no run begins. So
 * nothing can hang, and the next start begins from a clean state.
 */
public final class ControlUnit extends HwModule {
    private enum Phase {
        IDLE,
        CLEAR,
        RUN,
        DRAIN
    }

    private static final int CLEAR_CYCLES = 4;
    /** Cycles from the completion of the last command to done. */
    public static final int DONE_CYCLES = 3;

    public final AxiLite axi = slave(new AxiLite(RegisterMap.ADDRESS_BITS));
    public final Bool interrupt = out(bool());
    public final EngineControl engine = master(new EngineControl());
    private final HwState<Phase> phase = state(Phase.IDLE);
    private final UInt clearing = reg(uint(indexWidth(CLEAR_CYCLES)), 0);
    private final Bool done = reg(bool(), false);
    private final Bool ready = reg(bool(), false);
    private final Bool aborting = reg(bool(), false);
    private final Bits interruptStatus = reg(bits(2), 0);
    private final UInt errorCode = reg(uint(8), 0);
    private final UInt errorUnit = reg(uint(4), 0);
    private final UInt errorTag = reg(uint(16), 0);
    private final UInt cycles = reg(uint(64), 0);
    private final UInt quiet = reg(uint(32), 0);
    /** Cycles until the answers to an earlier life of the machine are no longer waited for. */
    private final UInt settling = reg(uint(indexWidth(RegisterMap.SETTLE_CYCLES + 1)), RegisterMap.SETTLE_CYCLES);

    private final Bool transfersOpen;

    @DontName
    private final Map<Register, Bits> values = new LinkedHashMap<>();

    @DontName
    private final Map<Register, Bool> reads = new LinkedHashMap<>();

    private final RegisterAccess access = inst(new RegisterAccess(RegisterMap.ADDRESS_BITS));
    private final StartCheck check;

    /**
     * @param configHash value of register CONFIG_HASH
     * @param addressBits of the memory port
     * @param wordBytes bytes of a DRAM word
     */
    public ControlUnit(int configHash, int addressBits, int wordBytes) {
        check = inst(new StartCheck(addressBits, wordBytes));
        transfersOpen = named("transfersOpen", regNext(or(not(engine.drained), ne(settling, 0)), true));
        axi.to(access.axi);
        for (Register register : RegisterMap.REGISTERS) {
            if (register.access() == Register.Access.RW || register.access() == Register.Access.RWI) {
                Bits value = named(register.name(), reg(bits(32), bits(32, Integer.toUnsignedLong(register.reset()))));
                values.put(register, value);
                when(writes(register), () -> assign(value, access.writeData));
            }
        }
        sequence();
        settle();
        count();
        status(configHash);
        read();
        configure();
    }

    /** What the engine is told, and may be told only if the check finds nothing. */
    private void configure() {
        assign(engine.program, wide(RegisterMap.PROGRAM_HIGH, RegisterMap.PROGRAM_LOW));
        assign(engine.commands, count(RegisterMap.PROGRAM_COMMANDS));
        assign(engine.loopCommands, count(RegisterMap.LOOP_COMMANDS));
        assign(engine.images, asUInt(values.get(RegisterMap.IMAGES)));
        assign(engine.inputStride, asUInt(values.get(RegisterMap.INPUT_STRIDE)));
        assign(engine.outputStride, asUInt(values.get(RegisterMap.OUTPUT_STRIDE)));
        assign(engine.model, wide(RegisterMap.MODEL_HIGH, RegisterMap.MODEL_LOW));
        assign(engine.input, wide(RegisterMap.INPUT_HIGH, RegisterMap.INPUT_LOW));
        assign(engine.output, wide(RegisterMap.OUTPUT_HIGH, RegisterMap.OUTPUT_LOW));
        assign(engine.modelSize, wide(RegisterMap.MODEL_SIZE_HIGH, RegisterMap.MODEL_SIZE_LOW));
        assign(engine.inputSize, wide(RegisterMap.INPUT_SIZE_HIGH, RegisterMap.INPUT_SIZE_LOW));
        assign(engine.outputSize, wide(RegisterMap.OUTPUT_SIZE_HIGH, RegisterMap.OUTPUT_SIZE_LOW));
        assign(check.images, engine.images);
        assign(check.commands, asUInt(values.get(RegisterMap.PROGRAM_COMMANDS)));
        assign(check.loopCommands, asUInt(values.get(RegisterMap.LOOP_COMMANDS)));
        assign(check.program, engine.program);
        List<UInt> bases = List.of(engine.model, engine.input, engine.output);
        List<UInt> sizes = List.of(engine.modelSize, engine.inputSize, engine.outputSize);
        for (int region = 0; region < bases.size(); region++) {
            assign(check.bases.get(region), bases.get(region));
            assign(check.sizes.get(region), sizes.get(region));
        }
        List<UInt> strides = List.of(engine.inputStride, engine.outputStride);
        for (int i = 0; i < strides.size(); i++) {
            UInt bytes = check.strideBytes.get(i);
            assign(bytes, slice(strides.get(i), width(bytes) - 1, 0));
        }
    }

    private UInt wide(Register high, Register low) {
        return asUInt(cat(values.get(high), values.get(low)));
    }

    private UInt count(Register commands) {
        return asUInt(slice(values.get(commands), RegisterMap.PROGRAM_COMMAND_BITS - 1, 0));
    }

    private Bool writes(Register register) {
        Bool addressed = named("writes_" + register.name(), regNext(eq(access.writeAddress, register.offset())));
        return and(access.write, addressed);
    }

    private void sequence() {
        Bool writesControl = named("writesControl", writes(RegisterMap.CTRL));
        Bool asked = named("asked", and(writesControl, bit(access.writeData, 0), phase.is(Phase.IDLE)));
        Bool start = named("start", and(asked, not(transfersOpen)));
        Bool refused = named("refused", and(asked, transfersOpen));
        when(and(writesControl, bit(access.writeData, 4)), () -> assign(aborting, not(phase.is(Phase.IDLE))));
        Bool readsControl = named("readsControl", and(access.read, reads(RegisterMap.CTRL)));
        UInt failure = named("failure", failure());
        Bool finished = named("finished", and(engine.ended, not(engine.occupied), engine.drained));
        Bool over = named("over", or(engine.drained, silent()));
        Bool ends = named(
                "ends",
                or(and(phase.is(Phase.RUN), eq(failure, 0), finished), and(phase.is(Phase.DRAIN), over), refused));

        when(readsControl, () -> assign(done, false));
        phase.select()
                .is(
                        Phase.IDLE,
                        () -> when(start, () -> {
                            phase.go(Phase.CLEAR);
                            assign(clearing, CLEAR_CYCLES - 1);
                            assign(ready, false);
                            assign(done, false);
                            assign(aborting, false);
                            assign(errorCode, 0);
                            assign(errorUnit, 0);
                            assign(errorTag, 0);
                        }))
                .is(Phase.CLEAR, () -> {
                    assign(clearing, sub(clearing, 1));
                    when(eq(clearing, 0), () -> phase.go(Phase.RUN));
                })
                .is(
                        Phase.RUN,
                        () -> when(ne(failure, 0), () -> {
                            phase.go(Phase.DRAIN);
                            assign(errorCode, failure);
                            assign(errorUnit, engine.failedUnit);
                            assign(errorTag, engine.tag);
                        }))
                .is(Phase.DRAIN, () -> {});
        when(ends, () -> {
            phase.go(Phase.IDLE);
            assign(done, true);
            assign(ready, true);
        });
        when(refused, () -> {
            assign(errorCode, ErrorCode.TRANSFERS_OPEN.ordinal());
            assign(errorUnit, 0);
            assign(errorTag, 0);
        });
        Bool failed = named("failed", or(phase.is(Phase.DRAIN), refused));
        Bits raised = named("raised", cat(and(ends, failed), ends));
        Bits toggled = named("toggled", mux(writes(RegisterMap.ISR), slice(access.writeData, 1, 0), bits(2, 0)));
        assign(interruptStatus, or(xor(interruptStatus, toggled), raised));
        Bits enabled = and(interruptStatus, slice(values.get(RegisterMap.IER), 1, 0));
        Bool requested = and(bit(values.get(RegisterMap.GIE), 0), orReduce(enabled));
        assign(interrupt, named("requested", regNext(requested, false)));
        assign(engine.resetn, named("released", regNext(not(phase.is(Phase.CLEAR)), false)));
        assign(engine.run, phase.is(Phase.RUN));
    }

    /** The error that ends a run in this cycle, 0 if none; the watchdog's a cycle after its limit. */
    private UInt failure() {
        Bool lasts = and(phase.is(Phase.RUN), not(engine.progress));
        Bool drains = and(phase.is(Phase.DRAIN), not(engine.moves));
        when(or(lasts, drains), () -> assign(quiet, add(quiet, 1))).otherwise(() -> assign(quiet, 0));
        UInt limit = asUInt(values.get(RegisterMap.WATCHDOG));
        Bool timeout = named("timeout", regNext(and(ne(limit, 0), ge(quiet, limit)), false));
        UInt code = mux(timeout, code(ErrorCode.TIMEOUT), engine.failure);
        code = mux(eq(check.error, 0), code, check.error);
        return mux(aborting, code(ErrorCode.ABORTED), code);
    }

    /** While a run drains: memory has not moved for as long as the watchdog waits, or would if it were on. */
    private Bool silent() {
        UInt limit = asUInt(values.get(RegisterMap.WATCHDOG));
        UInt patience = named("patience", regNext(mux(eq(limit, 0), RegisterMap.DEFAULT_WATCHDOG, limit)));
        return named("silent", regNext(ge(quiet, patience), false));
    }

    /** After reset, answers to what was asked before it are waited for. */
    private void settle() {
        when(ne(settling, 0), () -> assign(settling, mux(engine.moves, RegisterMap.SETTLE_CYCLES, sub(settling, 1))));
    }

    private static UInt code(ErrorCode code) {
        return uint(8, code.ordinal());
    }

    private void count() {
        Bool starting = named("starting", phase.is(Phase.CLEAR));
        Bool running = named("running", not(phase.is(Phase.IDLE)));
        when(running, () -> assign(cycles, add(cycles, 1)));
        when(and(starting, eq(clearing, CLEAR_CYCLES - 1)), () -> assign(cycles, 1));
        values.put(RegisterMap.CYCLES_LOW, asBits(slice(cycles, 31, 0)));
        values.put(RegisterMap.CYCLES_HIGH, asBits(slice(cycles, 63, 32)));
        values.put(RegisterMap.COMMANDS, asBits(engine.dispatched));
        values.put(RegisterMap.IMAGES_DONE, counter("images_done", engine.imageDone, starting));
        for (Unit unit : Unit.values()) {
            if (unit != Unit.CONTROL) {
                int index = unit.ordinal() - 1;
                values.put(RegisterMap.busy(unit), counter("busy_" + unit, bit(engine.busy, index), starting));
                values.put(RegisterMap.stall(unit), counter("stall_" + unit, bit(engine.stall, index), starting));
            }
        }
    }

    private Bits counter(String name, Bool event, Bool clear) {
        UInt value = named(name, reg(uint(32), 0));
        when(and(event, phase.is(Phase.RUN)), () -> assign(value, add(value, 1)));
        when(clear, () -> assign(value, 0));
        return asBits(value);
    }

    private void status(int configHash) {
        Bool idle = phase.is(Phase.IDLE);
        Bits control = cat(bits(26, 0), and(idle, transfersOpen), bits(1, 0), ready, idle, done, not(idle));
        values.put(RegisterMap.CTRL, control);
        values.put(RegisterMap.ISR, resize(interruptStatus, 32));
        values.put(RegisterMap.ID, bits(32, RegisterMap.MAGIC));
        values.put(RegisterMap.VERSION, bits(32, RegisterMap.INTERFACE_VERSION));
        values.put(RegisterMap.CONFIG_HASH, bits(32, Integer.toUnsignedLong(configHash)));
        values.put(RegisterMap.ERROR, cat(errorTag, bits(4, 0), errorUnit, errorCode));
    }

    /** Decoded registers, and words that all but one of are 0: a choice among so many is as fast as that. */
    private void read() {
        Bits data = bits(32, 0);
        Bool readKnown = bool(false);
        Bool writeKnown = bool(false);
        for (Register register : RegisterMap.REGISTERS) {
            data = or(data, mux(reads(register), values.get(register), bits(32, 0)));
            readKnown = or(readKnown, reads(register));
            Bool written = eq(access.writeAddress, register.offset());
            boolean always = register.access() != Register.Access.RWI;
            writeKnown = or(writeKnown, always ? written : and(written, phase.is(Phase.IDLE)));
        }
        assign(access.readData, data);
        assign(access.readKnown, readKnown);
        assign(access.writeKnown, named("writeKnown", regNext(writeKnown, false)));
    }

    /** The read address of the cycle before is that of a register. */
    private Bool reads(Register register) {
        return reads.computeIfAbsent(
                register,
                asked -> named("reads_" + asked.name(), regNext(eq(access.readAddress, asked.offset()), false)));
    }
}
