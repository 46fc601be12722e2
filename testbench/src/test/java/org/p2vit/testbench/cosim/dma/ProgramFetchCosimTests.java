// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dma.ProgramFetch;
import org.p2vit.hw.program.Command;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class ProgramFetchCosimTests {
    private static final class Rig {
        final Bench bench;
        final int wordBytes;
        final ReadMemory memory;
        final StreamSink<String> commands;
        final Pulses faults;
        final StreamSource programs;

        Rig(Model m, int wordBytes, long seed, int memoryStall, int consumerStall) {
            this.wordBytes = wordBytes;
            bench = new Bench(m);
            programs = bench.add(new StreamSource(m, "program", seed, 0));
            memory = new ReadMemory(bench, "burst", "beat", wordBytes, 4, seed + 1, memoryStall);
            commands = bench.add(new StreamSink<>(m, "command", seed + 3, consumerStall, at -> HexFormat.of()
                    .formatHex(at.getBytes(at.pin("command_payload_words")))));
            faults = bench.add(new Pulses(m, "fault", 0));
        }

        List<String> run(long address, int count) {
            programs.send(m -> {
                m.set("program_payload_address", address);
                m.set("program_payload_words", count * Command.BYTES / wordBytes);
            });
            return IntStream.range(0, count)
                    .mapToObj(i -> command(address + (long) i * Command.BYTES))
                    .toList();
        }

        private String command(long address) {
            ByteBuffer bytes = ByteBuffer.allocate(Command.BYTES);
            for (int i = 0; i < Command.BYTES; i += wordBytes) {
                bytes.put(ReadMemory.word(address + i, wordBytes));
            }
            return HexFormat.of().formatHex(bytes.array());
        }
    }

    private static Model fetch(int wordBytes, long seed) {
        return VerilatedUnit.open("ProgramFetch-" + wordBytes, seed, () -> new ProgramFetch(40, wordBytes));
    }

    @ParameterizedTest
    @CsvSource({"8, 0, 0", "16, 0, 0", "8, 50, 0", "16, 0, 80", "8, 40, 60"})
    void commandsArriveWholeAndInOrder(int wordBytes, int memoryStall, int consumerStall) {
        long seed = 400 + memoryStall + consumerStall;
        try (Model m = fetch(wordBytes, seed)) {
            Rig rig = new Rig(m, wordBytes, seed, memoryStall, consumerStall);
            List<String> expected = new ArrayList<>();
            expected.addAll(rig.run(0x1000 - 32, 1));
            expected.addAll(rig.run(0x12_0000_2000L - 5 * 32, 200));
            expected.addAll(rig.run(0x3000 + wordBytes, 37));
            rig.bench.stepUntil(() -> rig.commands.count() == expected.size(), 20_000);
            rig.bench.step(50);
            assertThat(rig.commands.words()).as("seed %d", seed).isEqualTo(expected);
            assertThat(rig.faults.count()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "16"})
    void aConsumerThatStopsNeverHoldsUpTheReadChannel(int wordBytes) {
        try (Model m = fetch(wordBytes, 7)) {
            Rig rig = new Rig(m, wordBytes, 7, 0, 99);
            rig.run(0, 100);
            Pulses ready = rig.bench.add(new Pulses(m, "beat_ready", 0));
            int cycles = 120;
            rig.bench.step(cycles);
            assertThat(rig.commands.count()).isLessThan(10);
            assertThat(rig.memory.beatsSent() * wordBytes / Command.BYTES).isGreaterThanOrEqualTo(16);
            assertThat(ready.count()).as("beat_ready in every cycle").isEqualTo(cycles);
        }
    }

    @Test
    void errorResponsesAreReported() {
        try (Model m = fetch(8, 8)) {
            Rig rig = new Rig(m, 8, 8, 0, 0);
            rig.memory.fail(0x108);
            List<String> expected = rig.run(0x100, 3);
            rig.bench.stepUntil(() -> rig.commands.count() == expected.size(), 500);
            assertThat(rig.faults.count()).isEqualTo(1);
        }
    }
}
