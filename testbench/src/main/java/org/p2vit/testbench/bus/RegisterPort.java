// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;
import org.p2vit.testbench.verilator.NativePlan;
import org.p2vit.testbench.verilator.NativeRegisters;
import org.p2vit.testbench.verilator.Pin;

/**
 * An AXI4-Lite master on a slave port of the design: 32-bit registers. One access at a time, each stepping the clock, or {@link #postWrite posted}
 * ones, whose phases overlap as much as the design lets them while others step it. Breaking an {@link AxiRule} ends a run with {@code
 * PROTOCOL_ERROR}.
 */
public final class RegisterPort {
    /** Response codes of AXI. */
    public static final int OKAY = 0;

    public static final int SLVERR = 2;
    public static final int DECERR = 3;

    private static final long ANSWER_WITHIN_CYCLES = 10_000;
    private static final long MASK_32 = 0xffff_ffffL;
    /** That of struct AxiLitePlan. */
    private static final int PLAN_VERSION = 2;

    /** All bytes of a register. */
    public static final int WHOLE = 0xf;

    private static final String[] PINS = {
        "awaddr", "awvalid", "awready", "wdata", "wstrb", "wvalid", "wready", "bresp", "bvalid", "bready", "araddr",
        "arvalid", "arready", "rdata", "rresp", "rvalid", "rready"
    };

    private static final int READ = 0x100;

    /**
     * What an access that was posted came to.
     *
     * @param response {@link #OKAY}, {@link #SLVERR} or {@link #DECERR}
     */
    public record Answer(boolean read, int response) {}

    private final Model model;
    private final int addressBits;
    private final Pin responding;
    private final NativeRegisters bus;

    private RegisterPort(Model model, String prefix, NativeRegisters bus) {
        this.model = model;
        this.addressBits = model.pin(prefix + "_awaddr").width();
        this.responding = model.pin(prefix + "_bvalid");
        this.bus = bus;
    }

    /** @param longestPause pauses of the channels last 1 to so many cycles */
    public static RegisterPort attach(
            Model model, String prefix, long seed, RegisterTraffic.Pauses pauses, int longestPause) {
        LongStream head = LongStream.of(
                model.pin(prefix + "_awaddr").width(),
                seed,
                pauses.aw(),
                pauses.w(),
                pauses.b(),
                pauses.ar(),
                pauses.r(),
                longestPause);
        LongStream pins =
                Stream.of(PINS).mapToLong(pin -> model.pin(prefix + "_" + pin).offset());
        LongStream reset = LongStream.of(NativeBus.offset(model, "aresetn"));
        long[] plan = Stream.of(head, pins, reset).flatMapToLong(part -> part).toArray();
        return new RegisterPort(model, prefix, new NativeRegisters(model, prefix, new NativePlan(PLAN_VERSION, plan)));
    }

    /** With the seed and the pauses that the channels of a memory have. */
    public static RegisterPort attach(Model model, String prefix, AxiTiming timing) {
        RegisterTraffic.Pauses pauses = new RegisterTraffic.Pauses(
                timing.awStall(), timing.wStall(), timing.bStall(), timing.arStall(), timing.rStall());
        return attach(model, prefix, timing.seed(), pauses, timing.longestPause());
    }

    /** @param stall percent of cycles in which a phase is not begun or ready is low */
    public static RegisterPort attach(Model model, String prefix, long seed, int stall) {
        Stalls.requirePercent(stall);
        return attach(model, prefix, seed, new RegisterTraffic.Pauses(stall, stall, stall, stall, stall), 1);
    }

    public static RegisterPort attach(Model model, String prefix) {
        return attach(model, prefix, 0, 0);
    }

    /** @throws IllegalStateException when the answer is not OKAY */
    public void write(int address, long value) {
        int response = tryWrite(address, value);
        if (response != OKAY) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "write of register 0x%x answered %d", address, response));
        }
    }

    /**
     * Register contents, zero-extended.
     *
     * @throws IllegalStateException when the answer is not OKAY
     */
    public long read(int address) {
        int response = tryRead(address);
        if (response != OKAY) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "read of register 0x%x answered %d", address, response));
        }
        return bus.data() & MASK_32;
    }

    /** Response code of a write. */
    public int tryWrite(int address, long value) {
        return tryWrite(address, value, WHOLE);
    }

    /** As above; {@code strobes} has a bit for each byte. */
    public int tryWrite(int address, long value, int strobes) {
        if (isElsewhere(address)) {
            return DECERR;
        }
        bus.post(true, address, value & MASK_32, strobes, false);
        return await(true, address);
    }

    /** Response code of a read. */
    public int tryRead(int address) {
        if (isElsewhere(address)) {
            return DECERR;
        }
        bus.post(false, address, 0, 0, false);
        return await(false, address);
    }

    /** Whether an address is beyond those of the port: an interconnect answers there, and the design sees nothing. */
    private boolean isElsewhere(int address) {
        return address >>> addressBits != 0;
    }

    /**
     * Steps the clock until a write has been made, though its response may not have been taken.
     *
     * @throws IllegalStateException when that is never
     */
    public void make(int address, long value) {
        long last = model.cycle() + ANSWER_WITHIN_CYCLES;
        bus.post(true, address, value & MASK_32, WHOLE, false);
        do {
            if (model.cycle() > last) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT, "write of register 0x%x was not made: %s", address, model.messages()));
            }
            model.step();
        } while (!model.isHigh(responding));
    }

    /** Queues a write, which goes its way as others step the clock. */
    public void postWrite(int address, long value, int strobes) {
        bus.post(true, address, value & MASK_32, strobes, true);
    }

    public void postRead(int address) {
        bus.post(false, address, 0, 0, true);
    }

    /** Whether posted accesses lack their answers. */
    public boolean busy() {
        return bus.busy();
    }

    /** Steps until none does. */
    public void await() {
        bus.await(true, "an access", ANSWER_WITHIN_CYCLES);
    }

    private int await(boolean write, int address) {
        String what = String.format(Locale.ROOT, "%s of register 0x%x", write ? "write" : "read", address);
        return bus.await(write, what, ANSWER_WITHIN_CYCLES);
    }

    /** Of the posted accesses, in the order of the answers, since this was last asked. */
    public List<Answer> takeAnswers() {
        return LongStream.of(bus.takeAnswers())
                .mapToObj(code -> new Answer((code & READ) != 0, (int) code & ~READ))
                .toList();
    }
}
