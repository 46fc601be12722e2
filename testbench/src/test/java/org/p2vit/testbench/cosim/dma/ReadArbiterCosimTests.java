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
import org.p2vit.hw.dma.ReadArbiter;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class ReadArbiterCosimTests {
    private static final int WORD_BYTES = 8;

    /** The arbiter between two clients that only ask, and memory. */
    private static final class Rig {
        final Bench bench;
        final List<StreamSource> clients = new ArrayList<>();
        final List<StreamSink<String>> answers = new ArrayList<>();
        final List<List<String>> expected = List.of(new ArrayList<>(), new ArrayList<>());
        final ReadMemory memory;

        Rig(Model m, long seed, int clientStall, int memoryStall) {
            bench = new Bench(m);
            for (int i = 0; i < 2; i++) {
                String beats = "beats_" + i;
                clients.add(bench.add(new StreamSource(m, "bursts_" + i, seed + i, clientStall)));
                answers.add(bench.add(new StreamSink<>(m, beats, seed + 2 + i, clientStall, at -> {
                    byte[] data = at.getBytes(at.pin(beats + "_payload_data"));
                    return text(data, at.get(beats + "_payload_last") == 1, at.get(beats + "_payload_error") == 1);
                })));
            }
            memory = new ReadMemory(bench, "address", "data", WORD_BYTES, 3, seed + 4, memoryStall);
            memory.fail(64);
        }

        static String text(byte[] data, boolean last, boolean error) {
            return HexFormat.of().formatHex(data) + (last ? " last" : "") + (error ? " error" : "");
        }

        void ask(int client, DramRange burst) {
            clients.get(client).send(m -> {
                m.set("bursts_" + client + "_payload_address", burst.address());
                m.set("bursts_" + client + "_payload_length", burst.words() - 1);
            });
            for (int i = 0; i < burst.words(); i++) {
                long at = burst.address() + (long) i * WORD_BYTES;
                expected.get(client).add(text(ReadMemory.word(at, WORD_BYTES), i == burst.words() - 1, at == 64));
            }
        }

        boolean answered() {
            return answers.get(0).count() == expected.get(0).size()
                    && answers.get(1).count() == expected.get(1).size();
        }
    }

    private static Model arbiter(long seed) {
        return VerilatedUnit.open("ReadArbiter", seed, () -> new ReadArbiter(32, 8 * WORD_BYTES));
    }

    private static DramRange burst(Random random) {
        return new DramRange(4096L * random.nextInt(1000) + 64, 1 + random.nextInt(20));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "40, 0", "0, 60", "50, 50"})
    void eachClientGetsItsOwnWordsInOrder(int clientStall, int memoryStall) {
        long seed = 300 + clientStall + memoryStall;
        Random random = new Random(seed);
        try (Model m = arbiter(seed)) {
            Rig rig = new Rig(m, seed, clientStall, memoryStall);
            assertThat(rig.memory.mostOpen()).isZero();
            for (int i = 0; i < 200; i++) {
                rig.ask(random.nextInt(3) == 0 ? 1 : 0, burst(random));
            }
            rig.ask(0, new DramRange(0, 20));
            rig.ask(1, new DramRange(64, 1));
            rig.bench.stepUntil(rig::answered, 50_000);
            for (int i = 0; i < 2; i++) {
                assertThat(rig.answers.get(i).words())
                        .as("client %d, seed %d", i, seed)
                        .isEqualTo(rig.expected.get(i));
            }
            rig.bench.step(2);
            assertThat(m.get("idle")).isEqualTo(1);
        }
    }

    @Test
    void theSecondClientGoesFirst() {
        try (Model m = arbiter(5)) {
            Rig rig = new Rig(m, 5, 0, 0);
            for (int i = 0; i < 10; i++) {
                rig.ask(0, new DramRange(4096 * i, 4));
                rig.ask(1, new DramRange(0x10_0000 + 4096 * i, 4));
            }
            rig.bench.stepUntil(() -> rig.memory.bursts().count() == 20, 500);
            List<DramRange> order = rig.memory.bursts().words();
            assertThat(order.subList(0, 10)).allMatch(burst -> burst.address() >= 0x10_0000);
            assertThat(order.subList(10, 20)).allMatch(burst -> burst.address() < 0x10_0000);
            assertThat(rig.memory.mostOpen())
                    .as("answers only begin after some cycles")
                    .isBetween(2, 16);
        }
    }

    /** Halted and with none open, beats are those of a time before reset; with one open they are its own, halted or not. */
    @Test
    void beatsThatNobodyAskedForAreDroppedWhileHalted() {
        try (Model m = arbiter(8)) {
            m.set("data_valid", 1);
            for (int i = 0; i < 2; i++) {
                m.set("beats_" + i + "_ready", 1);
            }
            m.settle();
            assertThat(m.get("data_ready")).as("not halted").isZero();
            m.set("halt", 1);
            for (int beat = 0; beat < 20; beat++) {
                m.set("data_payload_last", beat & 1);
                m.step();
                assertThat(m.get("data_ready")).isEqualTo(1);
                assertThat(m.get("beats_0_valid") + m.get("beats_1_valid")).isZero();
            }
            m.set("data_valid", 0);
            m.set("halt", 0);
            m.set("bursts_0_valid", 1);
            m.step();
            m.set("bursts_0_valid", 0);
            m.set("halt", 1);
            m.set("beats_0_ready", 0);
            m.step(2);
            m.set("data_valid", 1);
            m.step(3);
            assertThat(m.get("data_ready")).as("its client is not ready").isZero();
            assertThat(m.get("beats_0_valid")).isEqualTo(1);
            assertThat(m.get("idle")).isZero();
        }
    }

    @Test
    void afterAHaltWhatWasAcceptedFinishesAndNothingElseBegins() {
        Random random = new Random(6);
        try (Model m = arbiter(6)) {
            Rig rig = new Rig(m, 6, 0, 50);
            for (int i = 0; i < 100; i++) {
                rig.ask(i % 2, burst(random));
            }
            rig.bench.step(200);
            m.set("halt", 1);
            rig.bench.step();
            long accepted = rig.clients.get(0).sent() + rig.clients.get(1).sent();
            rig.bench.stepUntil(() -> m.get("idle") == 1, 2000);
            assertThat(rig.memory.bursts().count()).isEqualTo((int) accepted).isBetween(1, 99);
            long beats = rig.memory.bursts().words().stream()
                    .mapToLong(DramRange::words)
                    .sum();
            assertThat(rig.memory.beatsSent()).isEqualTo(beats);
            rig.bench.step(100);
            assertThat(rig.memory.bursts().count()).isEqualTo((int) accepted);
            m.set("halt", 0);
            rig.bench.stepUntil(rig::answered, 20_000);
            assertThat(rig.answers.get(0).words()).isEqualTo(rig.expected.get(0));
            assertThat(rig.answers.get(1).words()).isEqualTo(rig.expected.get(1));
        }
    }
}
