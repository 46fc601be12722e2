// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.verilator.Model;

/**
 * DRAM behind a read burst output and a beat input of the design, answering in order. Every word is a function of its
 * address. Bursts must keep the AXI4 rules.
 */
final class ReadMemory implements BusModel {
    private static final int PAGE_BYTES = 4096;

    private final Model model;
    private final int wordBytes;
    private final int latency;
    private final String beat;
    private final StreamSink<DramRange> bursts;
    private final StreamSource beats;
    private final Set<Long> faulty = new HashSet<>();
    private final Deque<DramRange> waiting = new ArrayDeque<>();
    private final Deque<Long> dueCycles = new ArrayDeque<>();
    /** For each open burst the number of beats sent when it has ended. */
    private final Deque<Long> ends = new ArrayDeque<>();

    private long beatsAsked;
    private int mostOpen;

    /**
     * @param burst prefix of the design's burst output; {@code beat} of its beat input
     * @param latency cycles from a burst to its first beat, at least 1
     */
    ReadMemory(Bench bench, String burst, String beat, int wordBytes, int latency, long seed, int stall) {
        this.model = bench.model();
        this.wordBytes = wordBytes;
        this.latency = latency;
        this.beat = beat;
        this.bursts = bench.add(new StreamSink<>(model, burst, seed, stall, m -> accept(m, burst)));
        bench.add(this);
        this.beats = bench.add(new StreamSource(model, beat, seed + 1, stall));
    }

    /** What the memory holds. */
    static byte[] word(long address, int wordBytes) {
        byte[] bytes = new byte[wordBytes];
        new SplittableRandom(address).nextBytes(bytes);
        return bytes;
    }

    /** The word at this address is answered with an error. */
    void fail(long address) {
        faulty.add(address);
    }

    StreamSink<DramRange> bursts() {
        return bursts;
    }

    /** Beats the design has taken. */
    long beatsSent() {
        return beats.sent();
    }

    /** The most bursts that were open at once. */
    int mostOpen() {
        return mostOpen;
    }

    @Override
    public void drive() {
        while (!dueCycles.isEmpty() && dueCycles.peek() <= model.cycle()) {
            dueCycles.remove();
            answer(waiting.remove());
        }
    }

    @Override
    public void sample() {
        while (!ends.isEmpty() && ends.peek() <= beats.sent()) {
            ends.remove();
        }
        mostOpen = Math.max(mostOpen, ends.size());
    }

    private DramRange accept(Model m, String burst) {
        DramRange range = new DramRange(m.get(burst + "_payload_address"), (int) m.get(burst + "_payload_length") + 1);
        long last = range.address() + (long) (range.words() - 1) * wordBytes;
        if (range.address() % wordBytes != 0 || range.address() / PAGE_BYTES != last / PAGE_BYTES) {
            throw new AssertionError("cycle %d: burst %s breaks a rule of AXI".formatted(m.cycle() - 1, range));
        }
        beatsAsked += range.words();
        ends.add(beatsAsked);
        waiting.add(range);
        dueCycles.add(m.cycle() - 1 + latency);
        return range;
    }

    private void answer(DramRange burst) {
        for (int i = 0; i < burst.words(); i++) {
            long address = burst.address() + (long) i * wordBytes;
            int last = i == burst.words() - 1 ? 1 : 0;
            beats.send(m -> {
                m.setBytes(m.pin(beat + "_payload_data"), word(address, wordBytes));
                m.set(beat + "_payload_last", last);
                m.set(beat + "_payload_error", faulty.contains(address) ? 1 : 0);
            });
        }
    }
}
