// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A running instance of a verilated design. All pins live in one off-heap block that the native side reads and writes
 * once per cycle, so setting and reading pins costs no call.
 *
 * <p>{@link #step()} is one clock cycle: inputs as set, outputs settle with the clock low, then the clock rises. After it
 * {@link #get} returns what the outputs were <em>just before</em> that edge, together with the inputs: a handshake took
 * place in the cycle exactly when both read as 1. Set the next inputs after looking.
 *
 * <p>Not thread-safe. {@link #close()} frees the instance; the library stays loaded.
 */
public final class Model implements AutoCloseable {
    private final VerilatedModel built;
    private final Memory block;
    private final ByteBuffer pins;
    private final Map<String, Pin> byName = new LinkedHashMap<>();
    private final Map<String, TapLog> taps = new LinkedHashMap<>();
    private final List<Object> backings = new ArrayList<>();
    private final long mostCycles;
    private long handle;

    Model(VerilatedModel built, long seed) {
        this.built = built;
        int bytes = PortList.blockBytes(built.pins());
        block = new Memory(bytes);
        block.clear();
        pins = block.getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        built.pins().forEach(p -> byName.put(p.name(), p));
        handle = Bridge.p2vit_open(built.library().toString(), address(0), seed);
        if (handle == 0) {
            throw new BuildException("cannot load " + built.library() + ": " + Bridge.text(Bridge.p2vit_error()));
        }
        FaultInjector faults = InjectedFaults.CURRENT.get();
        mostCycles = faults.mostCycles();
        if (hasPin(FaultInjector.PIN)) {
            set(FaultInjector.PIN, faults.selected(built.verilog(), built.top()));
        }
        for (TapSpec tap : built.options().taps()) {
            taps.put(tap.name(), TapLog.attach(this, tap));
        }
    }

    /** @throws IllegalArgumentException when the top has no such port */
    public Pin pin(String name) {
        Pin pin = byName.get(name);
        if (pin == null) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s has no port %s; ports: %s", built.top(), name, byName.keySet()));
        }
        return pin;
    }

    public boolean hasPin(String name) {
        return byName.containsKey(name);
    }

    /** What this is an instance of. */
    public VerilatedModel built() {
        return built;
    }

    /** Cycles stepped so far; the next {@link #step()} is this cycle. */
    public long cycle() {
        return Bridge.p2vit_cycle(handle());
    }

    /**
     * Sets an input of at most 64 bits.
     *
     * @param value must fit the width, as unsigned or as two's complement
     */
    public void set(Pin pin, long value) {
        setBits(pin, 0, pin.width(), value);
    }

    public void set(String pin, long value) {
        set(pin(pin), value);
    }

    /** Value of a port of at most 64 bits, zero-extended. */
    public long get(Pin pin) {
        return getBits(pin, 0, pin.width());
    }

    public long get(String pin) {
        return get(pin(pin));
    }

    /** Value of a port of at most 64 bits, sign-extended from its width. */
    public long getSigned(Pin pin) {
        int unused = Long.SIZE - pin.width();
        return get(pin) << unused >> unused;
    }

    public boolean isHigh(Pin pin) {
        return (pins.get(pin.offset()) & 1) != 0;
    }

    /** Sets {@code width} (at most 64) bits of an input from bit {@code low} on; the other bits keep their value. */
    public void setBits(Pin pin, int low, int width, long value) {
        PinBits.requireInput(pin);
        PinBits.put(pins, pin, low, width, value);
    }

    /** Bits {@code low .. low+width-1} (at most 64) of a port, zero-extended. */
    public long getBits(Pin pin, int low, int width) {
        return PinBits.take(pins, pin, low, width);
    }

    /** Sets a whole input from little-endian bytes; missing upper bytes are zero, bits above the width must be zero. */
    public void setBytes(Pin pin, byte[] value) {
        PinBits.requireInput(pin);
        PinBits.putBytes(pins, pin, value);
    }

    /** A whole port as little-endian bytes. */
    public byte[] getBytes(Pin pin) {
        return PinBits.takeBytes(pins, pin);
    }

    /**
     * One clock cycle, including attached buses and taps.
     *
     * @throws SimulationException when the design stopped or broke a bus rule
     */
    public void step() {
        requireCycles();
        int code = Bridge.p2vit_step(handle());
        if (code >= StopReason.VERILOG_STOP.code()) {
            throw new SimulationException(result(code));
        }
    }

    /**
     * Brings the outputs up to date with the inputs as set, without a clock edge, buses or taps: to see how an output
     * depends on an input of the same cycle.
     */
    public void settle() {
        Bridge.p2vit_settle(handle());
    }

    public void step(int cycles) {
        for (int i = 0; i < cycles; i++) {
            step();
        }
    }

    /**
     * Steps until a stop rule holds, natively.
     *
     * @return why it ended; {@link StopReason#CYCLE_LIMIT} after {@code maxCycles}
     */
    public RunResult run(long maxCycles) {
        int code = Bridge.p2vit_run(handle(), Math.min(maxCycles, mostCycles - cycle()));
        boolean over = code == StopReason.CYCLE_LIMIT.code() && cycle() >= mostCycles;
        return result(over ? StopReason.HANG.code() : code);
    }

    /**
     * When {@link #run} ends early.
     *
     * @param stopPin 1-bit output (such as the interrupt) that ends a run when high; null for none
     * @param hangCycles a run in which no bus handshakes and no tap sees a word for so long ends as a hang; 0 for never
     */
    public void stopRules(String stopPin, long hangCycles) {
        Bridge.p2vit_stop_rules(handle(), stopPin == null ? -1 : pin(stopPin).offset(), hangCycles);
    }

    /** Holds an active-low reset for some cycles, then releases it. */
    public void reset(String activeLow, int cycles) {
        Pin pin = pin(activeLow);
        set(pin, 0);
        step(cycles);
        set(pin, 1);
    }

    /** What tap {@code name} of {@link BuildOptions#taps()} has recorded. */
    public TapLog tap(String name) {
        return Objects.requireNonNull(taps.get(name), () -> "no tap " + name + "; taps: " + taps.keySet());
    }

    /**
     * Writes cycles {@code from .. to} as FST when they come. The model must be built with trace.
     *
     * @throws IllegalStateException when it is not
     */
    public void trace(Path fst, long from, long to) {
        if (!built.options().trace()) {
            throw new IllegalStateException("built without trace; use VerilatedModel.withTrace()");
        }
        Bridge.p2vit_trace(handle(), fst.toAbsolutePath().toString(), from, to);
    }

    /** What the design printed and what was wrong so far. */
    public String messages() {
        return Bridge.text(Bridge.p2vit_message(handle()));
    }

    @Override
    public void close() {
        if (handle != 0) {
            if (built.options().coverage() != null) {
                CoverageLog.add(built, file -> Bridge.p2vit_write_coverage(handle, file.toString()));
            }
            Bridge.p2vit_close(handle);
            handle = 0;
            block.close();
        }
    }

    /** @throws SimulationException when a faulty design has had all its cycles */
    void requireCycles() {
        if (mostCycles < Long.MAX_VALUE && cycle() >= mostCycles) {
            throw new SimulationException(result(StopReason.HANG.code()));
        }
    }

    /** The native session. */
    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("this model of " + built.top() + " is closed");
        }
        return handle;
    }

    /** Off-heap memory that native code uses must not be collected before the model. */
    void keepAlive(Object backing) {
        backings.add(backing);
    }

    /** Where the pin block keeps this offset. */
    long address(int offset) {
        return Pointer.nativeValue(block) + offset;
    }

    private RunResult result(int code) {
        return new RunResult(StopReason.of(code), cycle(), messages());
    }
}
