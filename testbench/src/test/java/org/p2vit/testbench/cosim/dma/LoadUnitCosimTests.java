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
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
public class LoadUnitCosimTests {
    private static final int ADDRESS_BITS = 40;
    private static final long[] BASES = {0x10_0000_0000L, 0x4_0000L};
    private static final long SIZE = 1L << 33;
    private static final long STRIDE = 0x1_0030;
    private static final Semaphore DONE = Semaphore.WEIGHTS_LOADED;

    /** A write as it leaves the unit. */
    private record Write(long bank, long address, String data) {}

    private record Load(
            Region region, long offset, int words, int destination, int address, int firstBank, boolean advance) {
        byte[] bytes() {
            int high = (int) (offset >>> 32) | region.ordinal() << 8 | destination << 12;
            int[] operands = {(int) offset, high, words, address | firstBank << 16, 0, 0};
            return CommandBytes.of(
                    new Command(Unit.LOAD, true, advance ? 1 : 0, Sync.FREE.signalEnd(DONE), operands), 0);
        }
    }

    /** The unit with memory in front of it and a sink behind every destination. */
    private static final class Rig {
        final int wordBytes;
        final List<Integer> banks;
        final Bench bench;
        final StreamSource commands;
        final ReadMemory memory;
        final Pulses done;
        final Pulses faults;
        final List<StreamSink<Write>> sinks = new ArrayList<>();
        final List<List<Write>> expected = new ArrayList<>();
        final long[] bases = BASES.clone();

        Rig(Model m, int wordBytes, List<Integer> banks, long seed, int stall, int latency) {
            this(m, wordBytes, banks, seed, stall, latency, new long[] {SIZE, SIZE});
        }

        Rig(Model m, int wordBytes, List<Integer> banks, long seed, int stall, int latency, long[] sizes) {
            this.wordBytes = wordBytes;
            this.banks = banks;
            bench = new Bench(m);
            for (int i = 0; i < BASES.length; i++) {
                m.set("regionBase_" + i, BASES[i]);
                m.set("regionWords_" + i, sizes[i] / wordBytes);
            }
            m.set("stride", STRIDE);
            m.step(); // the bases are taken over in the cycle after reset
            commands = bench.add(new StreamSource(m, "command", seed, stall));
            memory = new ReadMemory(bench, "burst", "beat", wordBytes, latency, seed + 1, stall);
            done = bench.add(new Pulses(m, "semaphore_give", DONE.ordinal()));
            faults = bench.add(new Pulses(m, "fault", 0));
            for (int d = 0; d < banks.size(); d++) {
                String prefix = "writes_" + d + "_payload_";
                expected.add(new ArrayList<>());
                sinks.add(bench.add(new StreamSink<>(m, "writes_" + d, seed + 10 + d, stall, at -> {
                    assertThat(at.get(prefix + "mask")).isEqualTo(1);
                    return new Write(
                            at.get(prefix + "group"),
                            at.get(prefix + "address"),
                            HexFormat.of().formatHex(at.getBytes(at.pin(prefix + "data_0"))));
                })));
            }
        }

        void load(Load load) {
            commands.send(load.bytes());
            int count = banks.get(load.destination());
            for (int i = 0; i < load.words(); i++) {
                int place = load.firstBank() + i;
                long from = bases[load.region().ordinal()] + load.offset() + (long) i * wordBytes;
                expected.get(load.destination())
                        .add(new Write(
                                place % count,
                                load.address() + place / count & 0xffff,
                                HexFormat.of().formatHex(ReadMemory.word(from, wordBytes))));
            }
            if (load.advance()) {
                bases[Region.INPUT.ordinal()] += STRIDE;
            }
        }

        /** A command behind {@code before} others, followed by one more: if it is outside, neither is done, nor a word of them read. */
        void requireLast(Load last, int before, boolean outside) {
            Load next = new Load(Region.MODEL, 0, 1, LoadCommand.Destination.NRP.code(), 0, 0, false);
            if (outside) {
                commands.send(last.bytes());
                commands.send(next.bytes());
            } else {
                load(last);
                load(next);
            }
            bench.step(200);
            int done = outside ? before : before + 2;
            bench.stepUntil(() -> this.done.count() == done, 60_000);
            bench.step(100);
            long asked =
                    memory.bursts().words().stream().mapToLong(DramRange::words).sum();
            assertThat(asked).isEqualTo(expected.stream().mapToInt(List::size).sum());
            for (int d = 0; d < sinks.size(); d++) {
                assertThat(sinks.get(d).words()).as("destination %d", d).isEqualTo(expected.get(d));
            }
            assertThat(this.done.count()).isEqualTo(done);
            assertThat(bench.model().get("outside")).isEqualTo(outside ? 1 : 0);
        }

        void finish(int commandCount) {
            int words = expected.stream().mapToInt(List::size).sum();
            bench.stepUntil(() -> done.count() == commandCount, 2000 + 40 * words);
            bench.step(20);
            for (int d = 0; d < sinks.size(); d++) {
                assertThat(sinks.get(d).words()).as("destination %d", d).isEqualTo(expected.get(d));
            }
            assertThat(done.count()).isEqualTo(commandCount);
            assertThat(bench.model().get("busy") + bench.model().get("stall")).isZero();
        }
    }

    private static Model unit(int wordBytes, int outstanding, List<Integer> banks, long seed) {
        String name = "LoadUnit-%d-%d".formatted(wordBytes, outstanding);
        return VerilatedUnit.open(name, seed, () -> new LoadUnit(ADDRESS_BITS, wordBytes, outstanding, banks));
    }

    private static List<Integer> banks(int tokenTile, int word) {
        return List.of(tokenTile, word, tokenTile, 8, 8, 1);
    }

    @ParameterizedTest
    @CsvSource({"2, 8, 8, 0, 5", "8, 16, 8, 0, 1", "4, 8, 1, 0, 30", "2, 8, 8, 50, 5", "8, 16, 8, 70, 20"})
    public void everyWordReachesItsBankAndAddress(int tokenTile, int word, int outstanding, int stall, int latency) {
        long seed = 100 + stall + word;
        Random random = new Random(seed);
        List<Integer> banks = banks(tokenTile, word);
        try (Model m = unit(word, outstanding, banks, seed)) {
            Rig rig = new Rig(m, word, banks, seed, stall, latency);
            int commands = 60;
            for (int i = 0; i < commands; i++) {
                int destination = random.nextInt(banks.size());
                DramRange range = DramRange.random(random, 30, word, i % 3 == 0 ? 200 : 5);
                rig.load(new Load(
                        Region.values()[random.nextInt(2)],
                        range.address(),
                        range.words(),
                        destination,
                        random.nextInt(1 << 16),
                        random.nextInt(banks.get(destination)),
                        random.nextInt(4) == 0));
            }
            rig.finish(commands);
            assertThat(rig.memory.mostOpen()).as("seed %d", seed).isBetween(1, outstanding);
            assertThat(rig.faults.count()).isZero();
        }
    }

    @Test
    void aWordEveryCycleAcrossCommands() {
        List<Integer> banks = banks(8, 16);
        try (Model m = unit(16, 8, banks, 3)) {
            Rig rig = new Rig(m, 16, banks, 3, 0, 60);
            int[] sizes = {300, 1, 64, 2, 65, 500, 1, 1, 200};
            for (int i = 0; i < sizes.length; i++) {
                rig.load(new Load(
                        Region.MODEL, 0x10000L * i, sizes[i], LoadCommand.Destination.WGT.code(), 0, 0, false));
            }
            rig.finish(sizes.length);
            StreamSink<Write> sink = rig.sinks.get(LoadCommand.Destination.WGT.code());
            int words = sink.count();
            assertThat(sink.cycleOf(words - 1) - sink.cycleOf(0)).isEqualTo(words - 1);
        }
    }

    @Test
    public void theEndIsSignalledAfterTheLastWordIsWritten() {
        List<Integer> banks = banks(2, 8);
        try (Model m = unit(8, 8, banks, 4)) {
            Rig rig = new Rig(m, 8, banks, 4, 40, 5);
            int[] sizes = {1, 2, 1, 1, 30, 1, 70, 5};
            for (int size : sizes) {
                rig.load(new Load(Region.INPUT, 0, size, LoadCommand.Destination.ACT.code(), 7, 0, true));
            }
            rig.finish(sizes.length);
            int last = -1;
            for (int i = 0; i < sizes.length; i++) {
                last += sizes[i];
                assertThat(rig.done.cycles().get(i))
                        .isEqualTo(rig.sinks.get(0).cycleOf(last) + 1 + LoadUnit.DONE_CYCLES);
            }
        }
    }

    /**
     * Offset and words of a second command, in hexadecimal, behind a first that is sound; sizes are 0x1000 and 0x203c bytes.
     */
    @ParameterizedTest
    @CsvSource({
        "MODEL, 0, 200, false",
        "MODEL, 0, 201, true",
        "MODEL, ff8, 1, false",
        "MODEL, ff8, 2, true",
        "MODEL, 1000, 1, true",
        "MODEL, 4, 1, true",
        "MODEL, ff1, 1, true",
        "MODEL, 100000008, 1, true",
        "MODEL, 8000000008, 1, true",
        "MODEL, fffffffff8, 1, true",
        "MODEL, fffffffff8, 3, true",
        "MODEL, 0, ffffff, true",
        "INPUT, 1000, 207, false",
        "INPUT, 1000, 208, true",
        "INPUT, 2038, 1, true"
    })
    void aCommandOutsideItsRegionReadsNothing(Region region, String offset, String words, boolean outside) {
        List<Integer> banks = banks(2, 8);
        try (Model m = unit(8, 8, banks, 7)) {
            Rig rig = new Rig(m, 8, banks, 7, 20, 5, new long[] {0x1000, 0x203c});
            rig.load(new Load(region, 0x100, 100, LoadCommand.Destination.ACT.code(), 0, 0, false));
            Load last = new Load(
                    region,
                    Long.parseLong(offset, 16),
                    Integer.parseInt(words, 16),
                    LoadCommand.Destination.WGT.code(),
                    0,
                    0,
                    false);
            rig.requireLast(last, 1, outside);
        }
    }

    /** The region ends where it ends for images further on too; behind it nothing is left. A stride has 2006 words (hexadecimal). */
    @ParameterizedTest
    @CsvSource({
        "0, 4012, false",
        "0, 4013, true",
        "1, 200c, false",
        "1, 200d, true",
        "2, 6, false",
        "2, 7, true",
        "3, 1, true"
    })
    void theEndOfTheInputStaysWhereItIs(int advances, String words, boolean outside) {
        List<Integer> banks = banks(2, 8);
        try (Model m = unit(8, 8, banks, 8)) {
            Rig rig = new Rig(m, 8, banks, 8, 20, 5, new long[] {8, 2 * STRIDE + 8 * 6});
            for (int i = 0; i < advances; i++) {
                rig.load(new Load(Region.INPUT, 8, 2, LoadCommand.Destination.ACT.code(), 0, 0, true));
            }
            int count = Integer.parseInt(words, 16);
            rig.requireLast(
                    new Load(Region.INPUT, 0, count, LoadCommand.Destination.WGT.code(), 0, 0, false),
                    advances,
                    outside);
        }
    }

    @Test
    public void errorResponsesAreReported() {
        List<Integer> banks = banks(2, 8);
        try (Model m = unit(8, 8, banks, 5)) {
            Rig rig = new Rig(m, 8, banks, 5, 30, 5);
            rig.load(new Load(Region.MODEL, 0, 100, LoadCommand.Destination.RES.code(), 0, 0, false));
            rig.memory.fail(BASES[0] + 8 * 50);
            rig.finish(1);
            assertThat(rig.faults.count()).isPositive();
        }
    }
}
