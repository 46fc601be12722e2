// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.Stalls;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.verilator.Model;

/** DRAM: takes bursts and beats, answers each burst {@code latency} cycles or more after its last beat. */
final class WriteMemory implements BusModel {
    private final List<String> written = new ArrayList<>();
    private final List<DramRange> bursts = new ArrayList<>();
    private final Model model;
    private final int wordBytes;
    private final int latency;
    private final Stalls stalls;
    private final Deque<Long> responses = new ArrayDeque<>();
    private int failingBurst = -1;
    private int answered;
    private int open;
    private int beatsOfOpen;
    private final StreamSink<byte[]> beats;

    WriteMemory(Bench bench, int wordBytes, int latency, long seed, int stall) {
        model = bench.model();
        this.wordBytes = wordBytes;
        this.latency = latency;
        stalls = new Stalls(seed, stall);
        bench.add(new StreamSink<>(model, "burst", seed + 1, stall, m -> {
            bursts.add(new DramRange(m.get("burst_payload_address"), (int) m.get("burst_payload_length") + 1));
            return 0;
        }));
        beats = bench.add(new StreamSink<>(model, "beat", seed + 2, stall, this::take));
        bench.add(this);
    }

    /** Each word taken as {@code address:bytes}. */
    List<String> written() {
        return written;
    }

    List<DramRange> bursts() {
        return bursts;
    }

    StreamSink<byte[]> beats() {
        return beats;
    }

    /** Bursts answered. */
    int answered() {
        return answered;
    }

    /** Burst {@code index} is answered with an error. */
    void failBurst(int index) {
        failingBurst = index;
    }

    private byte[] take(Model m) {
        assertThat(open).as("a beat before its burst").isLessThan(bursts.size());
        DramRange burst = bursts.get(open);
        byte[] data = m.getBytes(m.pin("beat_payload_data"));
        long at = burst.address() + (long) beatsOfOpen * wordBytes;
        written.add(at + ":" + HexFormat.of().formatHex(data));
        beatsOfOpen++;
        boolean last = beatsOfOpen == burst.words();
        assertThat(m.get("beat_payload_last")).isEqualTo(last ? 1 : 0);
        if (last) {
            open++;
            beatsOfOpen = 0;
            responses.add(m.cycle() - 1 + latency);
        }
        return data;
    }

    @Override
    public void drive() {
        boolean answer = !responses.isEmpty() && responses.peek() <= model.cycle() && !stalls.pause();
        model.set("responseValid", answer ? 1 : 0);
        model.set("responseError", answer ? answered == failingBurst ? 1 : 0 : 1);
        if (answer) {
            responses.remove();
            answered++;
        }
    }

    @Override
    public void sample() {
        // The sinks sample.
    }
}
