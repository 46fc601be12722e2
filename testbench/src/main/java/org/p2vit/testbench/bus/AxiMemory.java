// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeMemory;
import org.p2vit.testbench.verilator.NativePlan;

/**
 * An AXI4 memory on a master port of the design. Bursts are answered in order, a beat per cycle; a write becomes visible
 * when its response is given. Either half of the port may be missing. What stands on the pins of an answer that is not there, and the data
 * of an error, are random. Write data are taken as soon as they come, before their address if need be.
 *
 * <p>Breaking an {@link AxiRule} ends a run with {@code PROTOCOL_ERROR}. While {@code aresetn} of the design is low those of a master may be
 * broken; what was accepted before is answered all the same.
 */
public final class AxiMemory {
    /** That of struct AxiMemoryPlan. */
    private static final int PLAN_VERSION = 2;

    /** Those of AXI4. */
    public enum Channel {
        AR,
        R,
        AW,
        W,
        B
    }

    /** Addresses {@code from .. to-1}. */
    public record Range(long from, long to) {}

    private final NativeMemory bus;

    private AxiMemory(NativeMemory bus) {
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
        LongStream head = LongStream.of(
                dram.nativeAddress(),
                dram.address(),
                dram.size(),
                AxiPins.dataBytes(model, prefix),
                timing.latencyCycles(),
                timing.outstanding(),
                timing.seed(),
                timing.arStall(),
                timing.rStall(),
                timing.awStall(),
                timing.wStall(),
                timing.bStall(),
                timing.longestPause(),
                errorFrom,
                errorTo);
        long[] plan = LongStream.concat(head, AxiPins.of(model, prefix)).toArray();
        return new AxiMemory(new NativeMemory(model, prefix, new NativePlan(PLAN_VERSION, plan), dram));
    }

    /** From now on these channels do nothing, and all others work; a beat or response that is offered already stays. */
    public void silence(Set<Channel> channels) {
        bus.silence(channels.stream().mapToInt(AxiMemory::bit).sum());
    }

    /** From now on bursts that touch addresses {@code from .. to-1} are answered SLVERR, and no others. */
    public void spoil(long from, long to) {
        bus.spoil(from, to);
    }

    /** The next so many read beats (R) or write responses (B) carry {@code response}; a write that gets an error is not made. */
    public void answer(Channel channel, int response, long count) {
        if (channel != Channel.R && channel != Channel.B) {
            throw new IllegalArgumentException("channel " + channel + " carries no responses");
        }
        bus.answer(bit(channel), response, count);
    }

    /** How many of the errors that {@link #answer} asked for have not been given. */
    public long unansweredErrors(Channel channel) {
        return bus.unanswered(bit(channel));
    }

    /** From now on bursts outside the memory are answered DECERR, as by an interconnect, and break no rule. */
    public void decodeErrors() {
        bus.decode(true);
    }

    /** From now on a longer burst breaks {@link AxiRule#BURST_LENGTH}. */
    public void limitBursts(int beats) {
        bus.limitBursts(beats);
    }

    /** From now on bursts belong into these ranges; {@link #strays} tells the first of each kind that does not. */
    public void watch(List<Range> reads, List<Range> writes) {
        bus.watch(words(reads), words(writes));
    }

    /** Where, and in which cycle; empty if there were none since {@link #watch}. */
    public String strays() {
        return bus.strays();
    }

    /** Begins the random numbers of stalls anew. */
    public void reseed(long seed) {
        bus.reseed(seed);
    }

    private static long[] words(List<Range> ranges) {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.of(range.from(), range.to()))
                .toArray();
    }

    private static int bit(Channel channel) {
        return 1 << channel.ordinal();
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
