// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;

/**
 * An AXI4 memory on a master port of the design. Bursts are answered in order, a beat per cycle; a write becomes visible
 * when its response is given. Either half of the port may be missing.
 *
 * <p>Breaking a rule ends a run with {@code PROTOCOL_ERROR}: INCR bursts of full-width aligned beats, at most 256, not
 * across 4 KiB, inside the memory; valid and payload held until ready; wlast in the last beat only.
 */
public final class AxiMemory {
    private static final String[] PINS = {
        "arid", "araddr", "arlen", "arsize", "arburst", "arvalid", "arready", "rid", "rdata", "rresp", "rlast",
        "rvalid", "rready", "awid", "awaddr", "awlen", "awsize", "awburst", "awvalid", "awready", "wdata", "wstrb",
        "wlast", "wvalid", "wready", "bid", "bresp", "bvalid", "bready"
    };

    private AxiMemory() {}

    /**
     * Connects a memory to the port {@code prefix_araddr} and so on.
     *
     * @throws IllegalArgumentException when the top has no data pin with this prefix
     */
    public static void attach(Model model, String prefix, Dram dram, AxiTiming timing) {
        attach(model, prefix, dram, timing, 0, 0);
    }

    /** As above; bursts that touch addresses {@code errorFrom .. errorTo-1} are answered SLVERR. */
    public static void attach(Model model, String prefix, Dram dram, AxiTiming timing, long errorFrom, long errorTo) {
        String data = prefix + (model.hasPin(prefix + "_rdata") ? "_rdata" : "_wdata");
        int dataBytes = model.pin(data).width() / 8;
        LongStream head = LongStream.of(
                dram.nativeAddress(),
                dram.address(),
                dram.size(),
                dataBytes,
                timing.latencyCycles(),
                timing.outstanding(),
                timing.seed(),
                timing.arStall(),
                timing.rStall(),
                timing.awStall(),
                timing.wStall(),
                timing.bStall(),
                errorFrom,
                errorTo);
        LongStream pins = Stream.of(PINS).mapToLong(pin -> NativeBus.offset(model, prefix + "_" + pin));
        NativeBus.memory(model, prefix, LongStream.concat(head, pins).toArray(), dram);
    }
}
