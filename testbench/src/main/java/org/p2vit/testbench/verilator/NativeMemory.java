// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/** The native side of an AXI4 memory ({@code axi_memory.h}). */
public final class NativeMemory extends NativeBus {
    /**
     * @param plan struct AxiMemoryPlan
     * @param backing what the plan's addresses point into; kept alive with the model
     * @throws IllegalArgumentException when the plan has another version or number of words than the struct
     */
    public NativeMemory(Model model, String name, NativePlan plan, Object backing) {
        super(model, name, Bridge.p2vit_add_memory(model.handle(), name, plan.framed()));
        model.keepAlive(backing);
    }

    /**
     * Channels that do nothing more; what they offer already stays.
     *
     * @param channels bits as in {@code axi_memory.h}
     */
    public void silence(int channels) {
        Bridge.p2vit_memory_silence(model.handle(), index, channels);
    }

    /** Bursts accepted from now on that touch {@code from .. to-1} are answered SLVERR. */
    public void spoil(long from, long to) {
        Bridge.p2vit_memory_spoil(model.handle(), index, from, to);
    }

    /** The next read beats or write responses carry this response; {@code channel} is a bit as in {@code axi_memory.h}. */
    public void answer(int channel, int response, long count) {
        Bridge.p2vit_memory_answer(model.handle(), index, channel, response, count);
    }

    /** How many of those are still to come. */
    public long unanswered(int channel) {
        return Bridge.p2vit_memory_unanswered(model.handle(), index, channel);
    }

    /** Whether bursts outside the memory are answered DECERR, or break a rule. */
    public void decode(boolean on) {
        Bridge.p2vit_memory_decode(model.handle(), index, on ? 1 : 0);
    }

    /** No burst may be longer. */
    public void limitBursts(int beats) {
        Bridge.p2vit_memory_limit_bursts(model.handle(), index, beats);
    }

    /** From now on bursts belong into these ranges, each two words: from, and to which. */
    public void watch(long[] reads, long[] writes) {
        Bridge.p2vit_memory_watch(model.handle(), index, reads, reads.length / 2, writes, writes.length / 2);
    }

    /** The first bursts since {@link #watch} that were elsewhere; empty if there were none. */
    public String strays() {
        return Bridge.text(Bridge.p2vit_memory_strays(model.handle(), index));
    }

    /** Begins the random numbers anew. */
    public void reseed(long seed) {
        Bridge.p2vit_memory_reseed(model.handle(), index, seed);
    }

    /** Forgets all bursts. */
    public void forget() {
        Bridge.p2vit_memory_forget(model.handle(), index);
    }

    /** Bursts that are not finished. */
    public long openBursts() {
        return Bridge.p2vit_memory_open(model.handle(), index, 0);
    }

    /** Write bursts to which beats are missing. */
    public long lackingWrites() {
        return Bridge.p2vit_memory_open(model.handle(), index, 1);
    }
}
