// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;
import org.p2vit.testbench.verilator.NativePlan;

/** An AXI4-Lite master on a slave port of the design: 32-bit registers, one access at a time, each stepping the clock. */
public final class RegisterPort {
    /** Response codes of AXI. */
    public static final int OKAY = 0;

    public static final int SLVERR = 2;
    public static final int DECERR = 3;

    private static final long ANSWER_WITHIN_CYCLES = 10_000;
    private static final long MASK_32 = 0xffff_ffffL;
    /** That of struct AxiLitePlan. */
    private static final int PLAN_VERSION = 1;

    private static final String[] PINS = {
        "awaddr", "awvalid", "awready", "wdata", "wstrb", "wvalid", "wready", "bresp", "bvalid", "bready", "araddr",
        "arvalid", "arready", "rdata", "rresp", "rvalid", "rready"
    };

    private final NativeBus bus;

    private RegisterPort(NativeBus bus) {
        this.bus = bus;
    }

    /** @param stall percent of cycles in which a phase is not begun or ready is low */
    public static RegisterPort attach(Model model, String prefix, long seed, int stall) {
        Stalls.requirePercent(stall);
        LongStream pins =
                Stream.of(PINS).mapToLong(pin -> model.pin(prefix + "_" + pin).offset());
        long[] plan = LongStream.concat(LongStream.of(seed, stall), pins).toArray();
        return new RegisterPort(NativeBus.registers(model, prefix, new NativePlan(PLAN_VERSION, plan)));
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
        return bus.access(true, address, value & MASK_32, ANSWER_WITHIN_CYCLES);
    }

    /** Response code of a read. */
    public int tryRead(int address) {
        return bus.access(false, address, 0, ANSWER_WITHIN_CYCLES);
    }
}
