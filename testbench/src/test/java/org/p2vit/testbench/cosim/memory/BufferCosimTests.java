// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.GroupReadBuffer;
import org.p2vit.hw.memory.WideReadBuffer;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class BufferCosimTests {
    private static final int WORD_BYTES = 8;
    private static final int CYCLES = 3000;

    /** A word that a reader must see {@link ReadPort#LATENCY} cycles after its request; null where anything may come. */
    private record Answer(String pin, String word) {}

    private static final class Answers {
        private final Model model;
        private final Deque<List<Answer>> due = new ArrayDeque<>();
        private int compared;

        Answers(Model model) {
            this.model = model;
            for (int i = 0; i < ReadPort.LATENCY; i++) {
                due.add(List.of());
            }
        }

        /** After each cycle: what was asked in it, while what was asked two cycles before is there. */
        void sample(List<Answer> asked, long seed) {
            for (Answer answer : due.remove()) {
                if (answer.word() != null) {
                    assertThat(BufferMirror.hex(model.getBytes(model.pin(answer.pin()))))
                            .as("%s in cycle %d, seed %d", answer.pin(), model.cycle() - 1, seed)
                            .isEqualTo(answer.word());
                    compared++;
                }
            }
            due.add(asked);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 4", "4, 2, 3", "8, 8, 1", "16, 0, 2", "1, 0, 1"})
    void wideReadsSeeEveryWriteAndWritersKeepTheirRank(int banks, int priorityLanes, int writers) {
        long seed = 500 + banks;
        Random random = new Random(seed);
        int depth = 12;
        BufferShape shape = new BufferShape(banks, 8 * WORD_BYTES, depth, HwMemory.Style.BLOCK, priorityLanes, writers);
        String name = "WideReadBuffer-%d-%d-%d".formatted(banks, priorityLanes, writers);
        try (Model m = VerilatedUnit.open(name, seed, () -> new WideReadBuffer(shape))) {
            BufferMirror mirror = new BufferMirror(m, random, shape);
            Answers answers = new Answers(m);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                mirror.drive(40);
                boolean read = random.nextInt(3) > 0;
                int address = random.nextInt(depth);
                m.set("read_enable", read ? 1 : 0);
                m.set("read_address", address);
                m.step();
                mirror.sample();
                List<Answer> asked = new ArrayList<>();
                for (int bank = 0; read && bank < banks; bank++) {
                    asked.add(new Answer("read_data_" + bank, mirror.read(bank, address)));
                }
                answers.sample(asked, seed);
                mirror.commit();
            }
            assertThat(answers.compared).isGreaterThan(CYCLES / 4);
            requireContention(mirror, writers, priorityLanes);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1, 1, 1", "8, 2, 1, 2, 1", "8, 8, 2, 8, 1", "4, 1, 0, 1, 1", "16, 4, 1, 4, 2"})
    void groupReadersKeepTheirRank(int banks, int priorityLanes, int writers, int firstLanes, int secondLanes) {
        long seed = 600 + banks;
        Random random = new Random(seed);
        int depth = 8;
        List<Integer> lanes = List.of(firstLanes, secondLanes);
        BufferShape shape = new BufferShape(banks, 8 * WORD_BYTES, depth, HwMemory.Style.BLOCK, priorityLanes, writers);
        String name = "GroupReadBuffer-%d-%d-%d".formatted(banks, priorityLanes, writers);
        try (Model m = VerilatedUnit.open(name, seed, () -> new GroupReadBuffer(shape, lanes))) {
            BufferMirror mirror = new BufferMirror(m, random, shape);
            Answers answers = new Answers(m);
            int refused = 0;
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                mirror.drive(40);
                boolean[] valid = new boolean[2];
                int[] group = new int[2];
                int[] address = new int[2];
                for (int i = 0; i < 2; i++) {
                    valid[i] = random.nextBoolean();
                    group[i] = random.nextInt(banks / lanes.get(i));
                    address[i] = random.nextInt(depth);
                    m.set("readers_" + i + "_valid", valid[i] ? 1 : 0);
                    m.set("readers_" + i + "_group", group[i]);
                    m.set("readers_" + i + "_address", address[i]);
                }
                m.step();
                mirror.sample();
                List<Answer> asked = new ArrayList<>();
                Set<Integer> taken = new HashSet<>();
                for (int i = 0; i < 2; i++) {
                    boolean free = true;
                    for (int lane = 0; lane < lanes.get(i); lane++) {
                        free &= !taken.contains(group[i] * lanes.get(i) + lane);
                    }
                    if (i == 0 || valid[i]) {
                        assertThat(m.get("readers_" + i + "_ready") == 1)
                                .as("reader %d in cycle %d", i, m.cycle() - 1)
                                .isEqualTo(free);
                    }
                    refused += valid[i] && !free ? 1 : 0;
                    for (int lane = 0; valid[i] && free && lane < lanes.get(i); lane++) {
                        int bank = group[i] * lanes.get(i) + lane;
                        taken.add(bank);
                        asked.add(new Answer("readers_%d_data_%d".formatted(i, lane), mirror.read(bank, address[i])));
                    }
                }
                answers.sample(asked, seed);
                mirror.commit();
            }
            assertThat(answers.compared).isGreaterThan(CYCLES / 4);
            assertThat(refused).as("readers must have met").isGreaterThan(10);
            requireContention(mirror, writers, priorityLanes);
        }
    }

    /** WGT and ACT where attention runs on the multipliers: values come a byte to each bank, codes in groups. */
    @ParameterizedTest
    @CsvSource({"8, 1, true, 1", "8, 4, true, 1", "8, 8, true, 1", "4, 1, false, 1", "8, 2, false, 2", "4, 4, false, 4"
    })
    void columnsAndGroupsAreWrittenWhole(int banks, int priorityLanes, boolean columns, int writerLanes) {
        long seed = 700 + banks + priorityLanes;
        Random random = new Random(seed);
        int depth = 8;
        WriteKind kind = columns ? WriteKind.COLUMNS : WriteKind.WORDS;
        BufferShape shape = new BufferShape(
                banks, 8 * WORD_BYTES, depth, HwMemory.Style.BLOCK, priorityLanes, kind, List.of(writerLanes, 1));
        String name = "WideReadBuffer-%d-%d-%b-%d".formatted(banks, priorityLanes, columns, writerLanes);
        try (Model m = VerilatedUnit.open(name, seed, () -> new WideReadBuffer(shape))) {
            BufferMirror mirror = new BufferMirror(m, random, shape);
            Answers answers = new Answers(m);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                mirror.drive(30);
                int address = random.nextInt(depth);
                m.set("read_enable", 1);
                m.set("read_address", address);
                m.step();
                mirror.sample();
                List<Answer> asked = new ArrayList<>();
                for (int bank = 0; bank < banks; bank++) {
                    asked.add(new Answer("read_data_" + bank, mirror.read(bank, address)));
                }
                answers.sample(asked, seed);
                mirror.commit();
            }
            assertThat(answers.compared).isGreaterThan(CYCLES);
            requireContention(mirror, shape.writerLanes().size(), priorityLanes);
        }
    }

    private static void requireContention(BufferMirror mirror, int writers, int priorityLanes) {
        for (int i = 0; i < writers; i++) {
            assertThat(mirror.accepted(i)).as("writes of writer %d", i).isGreaterThan(50);
            if (priorityLanes > 0 || i > 0) {
                assertThat(mirror.refused(i)).as("waits of writer %d", i).isPositive();
            } else {
                assertThat(mirror.refused(i)).as("waits of the first writer").isZero();
            }
        }
    }
}
