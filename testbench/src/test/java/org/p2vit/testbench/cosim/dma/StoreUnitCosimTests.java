// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dma.StoreUnit;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StoreCommand;
import org.p2vit.hw.program.Sync;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
public class StoreUnitCosimTests {
    private static final int ADDRESS_BITS = 40;
    private static final long BASE = 0x12_3400_0000L;
    private static final long STRIDE = 0x2_0040;
    private static final long SIZE = 1L << 32;
    private static final Semaphore DONE = Semaphore.LOGITS_READY;

    private static final class Rig {
        final Bench bench;
        final int wordBytes;
        final StreamSource commands;
        final WriteMemory memory;
        final Pulses done;
        final Pulses faults;
        final Pulses images;
        final List<String> expected = new ArrayList<>();
        final List<DramRange> expectedBursts = new ArrayList<>();
        long base = BASE;
        int advances;

        Rig(Model m, int wordBytes, long seed, int stall, int latency) {
            this(m, wordBytes, seed, stall, latency, SIZE);
        }

        Rig(Model m, int wordBytes, long seed, int stall, int latency, long size) {
            this.wordBytes = wordBytes;
            bench = new Bench(m);
            m.set("base", BASE);
            m.set("regionWords", size / wordBytes);
            m.set("stride", STRIDE);
            m.step(); // the bases are taken over in the cycle after reset
            commands = bench.add(new StreamSource(m, "command", seed, stall));
            bench.add(new OutBuffer(m, wordBytes, seed + 1, stall));
            memory = new WriteMemory(bench, wordBytes, latency, seed + 2, stall);
            done = bench.add(new Pulses(m, "semaphore_give", DONE.ordinal()));
            faults = bench.add(new Pulses(m, "fault", 0));
            images = bench.add(new Pulses(m, "imageDone", 0));
        }

        void store(long offset, int words, int row) {
            store(offset, words, row, false);
        }

        void store(long offset, int words, int row, boolean advance) {
            Sync sync = Sync.FREE.signalEnd(DONE);
            Command command = StoreCommand.of(Region.OUTPUT, offset, words, row, sync);
            commands.send(CommandBytes.of(advance ? command.with(StoreCommand.ADVANCE) : command, 0));
            expectedBursts.addAll(new DramRange(base + offset, words).bursts(wordBytes, 64));
            for (int i = 0; i < words; i++) {
                byte[] word = OutBuffer.word(i % OutBuffer.BANKS, row + i / OutBuffer.BANKS & 0xffff, wordBytes);
                expected.add((base + offset + (long) i * wordBytes) + ":"
                        + HexFormat.of().formatHex(word));
            }
            if (advance) {
                base += STRIDE;
                advances++;
            }
        }

        void finish(int count) {
            bench.stepUntil(() -> done.count() == count, 4000 + 40 * expected.size());
            bench.step(20);
            assertThat(memory.written()).isEqualTo(expected);
            assertThat(memory.bursts()).isEqualTo(expectedBursts);
            assertThat(done.count()).isEqualTo(count);
            assertThat(images.count()).isEqualTo(advances);
            assertThat(memory.answered()).isEqualTo(expectedBursts.size());
            assertThat(bench.model().get("busy") + bench.model().get("stall")).isZero();
        }
    }

    private static Model unit(int wordBytes, long seed) {
        return VerilatedUnit.open("StoreUnit-" + wordBytes, seed, () -> new StoreUnit(ADDRESS_BITS, wordBytes));
    }

    @ParameterizedTest
    @CsvSource({"8, 0, 1", "16, 0, 30", "8, 50, 5", "16, 70, 40"})
    public void everyWordReachesDram(int wordBytes, int stall, int latency) {
        long seed = 200 + wordBytes + stall;
        Random random = new Random(seed);
        try (Model m = unit(wordBytes, seed)) {
            Rig rig = new Rig(m, wordBytes, seed, stall, latency);
            int commands = 40;
            for (int i = 0; i < commands; i++) {
                DramRange range = DramRange.random(random, 30, wordBytes, i % 4 == 0 ? 300 : 6);
                rig.store(range.address(), range.words(), random.nextInt(1 << 16), random.nextInt(4) == 0);
            }
            rig.finish(commands);
            assertThat(rig.faults.count()).isZero();
        }
    }

    @Test
    void aBeatEveryCycleWithinACommand() {
        try (Model m = unit(16, 6)) {
            Rig rig = new Rig(m, 16, 6, 0, 40);
            rig.store(64, 1000, 0);
            rig.finish(1);
            StreamSink<byte[]> beats = rig.memory.beats();
            assertThat(beats.cycleOf(999) - beats.cycleOf(0)).isEqualTo(999);
        }
    }

    @Test
    public void aHaltLetsTheRunningCommandEndAndNoOtherBegin() {
        try (Model m = unit(8, 8)) {
            Rig rig = new Rig(m, 8, 8, 20, 10);
            rig.store(0, 150, 0);
            rig.store(4096, 20, 9);
            rig.bench.stepUntil(() -> m.get("transferring") == 1, 100);
            m.set("halt", 1);
            rig.bench.stepUntil(() -> m.get("transferring") == 0, 2000);
            rig.bench.step(100);
            assertThat(rig.done.count()).isEqualTo(1);
            assertThat(rig.memory.bursts()).hasSize(3);
            assertThat(m.get("burst_valid") + m.get("beat_valid")).isZero();
            m.set("halt", 0);
            rig.finish(2);
        }
    }

    /**
     * Offset and words of a command, in hexadecimal, behind others that move the base; OUTPUT has two strides and 7 words of 8 bytes
     * (a stride has 4008 words). One that is outside writes nothing, not even what would be inside, and nothing stays open.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 200, false",
        "0, 4, 1, true",
        "0, 40080, 1, false",
        "0, 400b0, 7, true",
        "0, 40080, 7, false",
        "0, 40080, 8, true",
        "0, 400b8, 1, true",
        "0, 100000000, 1, true",
        "0, fffffffff8, 2, true",
        "1, 20040, 7, false",
        "1, 20040, 8, true",
        "2, 0, 7, false",
        "2, 0, 8, true",
        "2, 30, 1, false",
        "2, 38, 1, true",
        "3, 0, 1, true"
    })
    void aCommandOutsideTheOutputWritesNothing(int advances, String offset, String words, boolean outside) {
        try (Model m = unit(8, 9)) {
            Rig rig = new Rig(m, 8, 9, 20, 10, 2 * STRIDE + 7 * 8);
            for (int i = 0; i < advances; i++) {
                rig.store(0, 5, i, true);
            }
            long at = Long.parseLong(offset, 16);
            int count = Integer.parseInt(words, 16);
            if (outside) {
                rig.commands.send(CommandBytes.of(StoreCommand.of(Region.OUTPUT, at, count, 3, Sync.FREE), 0));
                rig.bench.stepUntil(() -> m.get("outside") == 1, 2000);
                rig.bench.step(300);
                assertThat(m.get("transferring")).isZero();
            } else {
                rig.store(at, count, 3);
                rig.bench.stepUntil(() -> rig.done.count() == advances + 1, 20_000);
                assertThat(m.get("outside")).isZero();
            }
            assertThat(rig.memory.written()).isEqualTo(rig.expected);
            assertThat(rig.memory.bursts()).isEqualTo(rig.expectedBursts);
            assertThat(m.get("stall")).as("never completes").isEqualTo(outside ? 1 : 0);
        }
    }

    @Test
    public void aFailedBurstIsReportedOnce() {
        try (Model m = unit(8, 7)) {
            Rig rig = new Rig(m, 8, 7, 30, 10);
            rig.memory.failBurst(1);
            rig.store(0, 200, 3);
            rig.finish(1);
            assertThat(rig.faults.count()).isEqualTo(1);
        }
    }
}
