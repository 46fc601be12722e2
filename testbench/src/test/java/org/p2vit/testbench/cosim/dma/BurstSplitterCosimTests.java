// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dma.BurstSplitter;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class BurstSplitterCosimTests {
    private static final int ADDRESS_BITS = 40;

    private static Model splitter(int wordBytes, int maxBeats, long seed) {
        return VerilatedUnit.open(
                "BurstSplitter-%d-%d".formatted(wordBytes, maxBeats),
                seed,
                () -> new BurstSplitter(ADDRESS_BITS, wordBytes, maxBeats));
    }

    private static StreamSink<DramRange> bursts(Model m, long seed, int stall) {
        return new StreamSink<>(
                m,
                "burst",
                seed,
                stall,
                at -> new DramRange(at.get("burst_payload_address"), (int) at.get("burst_payload_length") + 1));
    }

    private static void send(StreamSource source, DramRange transfer) {
        source.send(m -> {
            m.set("transfer_payload_address", transfer.address());
            m.set("transfer_payload_words", transfer.words());
        });
    }

    @ParameterizedTest
    @CsvSource({"8, 64, 0, 0", "16, 64, 0, 0", "8, 256, 40, 0", "16, 256, 0, 60", "16, 8, 50, 50", "8, 16, 20, 70"})
    void transfersAreCutAtPagesAndLimits(int wordBytes, int maxBeats, int sourceStall, int sinkStall) {
        long seed = 31 + maxBeats;
        Random random = new Random(seed);
        List<DramRange> expected = new ArrayList<>();
        try (Model m = splitter(wordBytes, maxBeats, seed)) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "transfer", seed, sourceStall));
            StreamSink<DramRange> sink = bench.add(bursts(m, seed + 1, sinkStall));
            for (int i = 0; i < 300; i++) {
                DramRange transfer = DramRange.random(random, ADDRESS_BITS, wordBytes, 3 * maxBeats);
                expected.addAll(transfer.bursts(wordBytes, maxBeats));
                send(source, transfer);
                send(source, new DramRange(transfer.address(), 0));
            }
            bench.stepUntil(() -> source.idle() && sink.count() == expected.size(), 100_000);
            bench.step(10);
            assertThat(sink.words()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void longestTransferEndsAtTheTopOfMemory() {
        int words = (1 << 24) - 1;
        DramRange transfer = new DramRange((1L << ADDRESS_BITS) - 16L * words, words);
        List<DramRange> expected = transfer.bursts(16, 256);
        try (Model m = splitter(16, 256, 1)) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "transfer", 1, 0));
            StreamSink<DramRange> sink = bench.add(bursts(m, 1, 0));
            send(source, transfer);
            bench.stepUntil(() -> sink.count() == expected.size(), 200_000);
            assertThat(sink.words()).isEqualTo(expected);
        }
    }

    /** Held from the second cycle after a transfer is taken, none of its bursts leaves; what is offered before stays. */
    @Test
    void aHoldInTimeStopsTheFirstBurst() {
        try (Model m = splitter(16, 64, 4)) {
            m.set("transfer_payload_address", 4096);
            m.set("transfer_payload_words", 10);
            m.set("transfer_valid", 1);
            m.step();
            m.set("transfer_payload_address", 8192);
            m.step(3);
            m.set("transfer_valid", 0);
            m.set("hold", 1);
            for (int cycle = 0; cycle < 20; cycle++) {
                m.step();
                assertThat(m.get("burst_valid")).isEqualTo(1);
                assertThat(m.get("burst_payload_address")).isEqualTo(4096);
            }
            m.set("burst_ready", 1);
            m.step();
            m.settle();
            for (int cycle = 0; cycle < 20; cycle++) {
                assertThat(m.get("burst_valid")).isZero();
                m.step();
            }
            m.set("hold", 0);
            m.step(2);
            assertThat(m.get("burst_payload_address")).isEqualTo(8192);
        }
    }

    @Test
    void aBurstLeavesInEverySecondCycleAndACycleLaterBehindATransfer() {
        try (Model m = splitter(16, 64, 2)) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "transfer", 2, 0));
            StreamSink<DramRange> sink = bench.add(bursts(m, 2, 0));
            for (int i = 0; i < 50; i++) {
                send(source, new DramRange(4096L * i, 1 + i));
                send(source, new DramRange(4096L * i, 130));
            }
            bench.stepUntil(() -> sink.count() == 50 + 3 * 50, 1000);
            assertThat(sink.cycleOf(199) - sink.cycleOf(0)).isEqualTo(2 * 199 + 99 * BurstSplitter.NEXT_CYCLES);
        }
    }
}
