// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

@Tag("cosim")
class BenchCosimTests {
    private static final int WORDS = 500;

    private static Model pipe() {
        Model m = VerilatedModel.build(
                        Path.of("src/test/resources/org/p2vit/testbench/rtl/pipe.v"), "pipe", BuildOptions.defaults())
                .open();
        m.reset("aresetn", 2);
        return m;
    }

    private static void sendRandom(StreamSource source, Random random, List<Long> expected) {
        for (int i = 0; i < WORDS; i++) {
            int bias = random.nextInt(256);
            long low = random.nextLong() >>> 1;
            expected.add(low + bias);
            byte[] data = ByteBuffer.allocate(9)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(low)
                    .array();
            source.send(m -> {
                m.set("up_payload_bias", bias);
                m.setBytes(m.pin("up_payload_data"), data);
            });
        }
    }

    private static long low(Model m) {
        return m.getBits(m.pin("down_payload"), 0, 64);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "30, 0", "0, 30", "70, 70"})
    void streamsPassInOrderUnderStalls(int sourceStall, int sinkStall) {
        long seed = 21;
        try (Model m = pipe()) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "up", seed, sourceStall));
            StreamSink<Long> sink = bench.add(new StreamSink<>(m, "down", seed + 1, sinkStall, BenchCosimTests::low));
            List<Long> expected = new ArrayList<>();
            sendRandom(source, new Random(seed), expected);
            int cycles = bench.stepUntil(() -> sink.count() == WORDS, 40 * WORDS);
            assertThat(sink.words()).as("seed %d", seed).isEqualTo(expected);
            assertThat(source.idle()).isTrue();
            double rate = 1 - Math.max(sourceStall, sinkStall) / 100.0;
            assertThat((double) cycles).isBetween(WORDS / rate * 0.9, WORDS / rate * 2.2 + 2);
            if (sourceStall + sinkStall == 0) {
                assertThat(cycles).isEqualTo(WORDS + 1);
            }
        }
    }

    @Test
    void aWithdrawnWordIsNoticed() {
        try (Model m = pipe()) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "up", 3, 0));
            bench.add(StreamSink.ofBytes(m, "down", 4, 60));
            sendRandom(source, new Random(3), new ArrayList<>());
            m.set("withdraw", 1);
            assertThatThrownBy(() -> bench.step(200)).hasMessageContaining("down withdrew valid before ready");
        }
    }

    @Test
    void aStuckBenchSaysWhoWaits() {
        try (Model m = pipe()) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "up", 3, 0));
            sendRandom(source, new Random(3), new ArrayList<>());
            assertThatThrownBy(() -> bench.stepUntil(source::idle, 50))
                    .hasMessageContaining("not done after 50 cycles")
                    .hasMessageContaining("up: 1 words sent, 499 wait");
        }
    }

    @Test
    void memoryPortsAnswerAfterTheirLatency() {
        Random random = new Random(5);
        try (Model m = pipe()) {
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "look", 6, 40));
            ReadPortModel table =
                    bench.add(new ReadPortModel(m, "table_enable", "table_address", "table_data", 2, 7, a ->
                            new byte[] {(byte) a, (byte) (a % 16)}));
            List<Long> asked = new ArrayList<>();
            List<Long> got = new ArrayList<>();
            bench.add(
                    new WritePortModel(m, "result_enable", "result_address", "result_data", (cycle, address, data) -> {
                        got.add(address);
                        assertThat(data)
                                .as("address %d, cycle %d", address, cycle)
                                .containsExactly((int) address, (int) address % 16);
                    }));
            for (int i = 0; i < WORDS; i++) {
                long address = random.nextInt(1024);
                asked.add(address);
                source.send(address);
            }
            bench.stepUntil(() -> got.size() == WORDS, 10 * WORDS);
            assertThat(got).isEqualTo(asked);
            assertThat(table.reads()).isEqualTo(WORDS);
        }
    }
}
