// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;
import org.p2vit.testbench.verilator.NativePlan;

/**
 * An AXI4 memory on a master port of the design. Bursts are answered in order, a beat per cycle; a write becomes visible
 * when its response is given. Either half of the port may be missing.
 *
 * <p>Breaking a rule ends a run with {@code PROTOCOL_ERROR}: INCR bursts of full-width aligned beats, at most 256, not
 * across 4 KiB, inside the memory; valid and payload held until ready; wlast in the last beat only. While {@code aresetn} of the
 * design is low they may be broken; what was accepted before is answered all the same.
 */
public final class AxiMemory {
    /** That of struct AxiMemoryPlan. */
    private static final int PLAN_VERSION = 1;

    private static final String[] PINS = {
        "arid", "araddr", "arlen", "arsize", "arburst", "arvalid", "arready", "rid", "rdata", "rresp", "rlast",
        "rvalid", "rready", "awid", "awaddr", "awlen", "awsize", "awburst", "awvalid", "awready", "wdata", "wstrb",
        "wlast", "wvalid", "wready", "bid", "bresp", "bvalid", "bready"
    };

    /** Those of AXI4. */
    public enum Channel {
        AR,
        R,
        AW,
        W,
        B
    }

    private final NativeBus bus;

    private AxiMemory(NativeBus bus) {
        this.bus = bus;
    }

    /**
     * Connects a memory to the port {@code prefix_araddr} and so on.
     *
     * @throws IllegalArgumentException when the top has no data pin with this prefix
     */
    public static AxiMemory attach(Model model, String prefix, Dram dram, AxiTiming timing) {
        return attach(model, prefix, dram, timing, 0, 0);
    }

    /** As above; bursts that touch addresses {@code errorFrom .. errorTo-1} are answered SLVERR. */
    public static AxiMemory attach(
            Model model, String prefix, Dram dram, AxiTiming timing, long errorFrom, long errorTo) {
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
        LongStream reset = LongStream.of(NativeBus.offset(model, "aresetn"));
        long[] plan = Stream.of(head, pins, reset).flatMapToLong(part -> part).toArray();
        return new AxiMemory(NativeBus.memory(model, prefix, new NativePlan(PLAN_VERSION, plan), dram));
    }

    /** From now on these channels do nothing, and all others work; a beat or response that is offered already stays. */
    public void silence(Set<Channel> channels) {
        bus.silence(
                channels.stream().mapToInt(channel -> 1 << channel.ordinal()).sum());
    }

    /** From now on bursts that touch addresses {@code from .. to-1} are answered SLVERR, and no others. */
    public void spoil(long from, long to) {
        bus.spoil(from, to);
    }

    /** Forgets every burst, as when it is reset. */
    public void forget() {
        bus.forget();
    }

    /** Bursts accepted and not finished. */
    public long openBursts() {
        return bus.openBursts();
    }

    /** Write bursts accepted whose beats have not all come. */
    public long lackingWrites() {
        return bus.lackingWrites();
    }
}
