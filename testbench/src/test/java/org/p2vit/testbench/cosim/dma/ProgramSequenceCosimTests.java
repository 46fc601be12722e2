// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.dma.ProgramSequence;
import org.p2vit.hw.program.Command;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class ProgramSequenceCosimTests {
    private static final long PROGRAM = 0xff_0000_1000L;

    private record Range(long address, long words) {}

    @ParameterizedTest(name = "{0} + {2} x {1} commands, words of {3} bytes, stall {4} %")
    @CsvSource({"7, 0, 0, 16, 0", "7, 5, 1, 16, 0", "300, 2, 4, 8, 70", "1, 1, 20, 16, 50", "4194303, 4194303, 1, 8, 0"
    })
    void firstPartOnceThenTheLoop(int commands, int loopCommands, int further, int wordBytes, int stall) {
        String name = "ProgramSequence-" + wordBytes;
        try (Model m = VerilatedUnit.open(name, stall, () -> new ProgramSequence(40, wordBytes))) {
            Bench bench = new Bench(m);
            StreamSink<Range> transfers = bench.add(new StreamSink<>(
                    m,
                    "transfer",
                    stall,
                    stall,
                    at -> new Range(at.get("transfer_payload_address"), at.get("transfer_payload_words"))));
            m.set("address", PROGRAM);
            m.set("commands", commands);
            m.set("loopCommands", loopCommands);
            m.set("images", 1 + further);
            bench.step(10);
            assertThat(transfers.count()).as("before the run").isZero();
            m.set("run", 1);
            bench.stepUntil(() -> transfers.count() == 1 + further, 2000);
            bench.step(20);

            int wordsPerCommand = Command.BYTES / wordBytes;
            List<Range> expected = new ArrayList<>();
            expected.add(new Range(PROGRAM, (long) commands * wordsPerCommand));
            for (int i = 0; i < further; i++) {
                expected.add(
                        new Range(PROGRAM + (long) commands * Command.BYTES, (long) loopCommands * wordsPerCommand));
            }
            assertThat(transfers.words()).isEqualTo(expected);

            int total = commands + further * loopCommands;
            dispatch(m, total - 1);
            assertThat(m.get("overrun")).as("one command is missing").isZero();
            dispatch(m, 1);
            assertThat(m.get("overrun")).isEqualTo(1);
        }
    }

    private static void dispatch(Model m, int commands) {
        m.set("dispatched", commands > 0 ? 1 : 0);
        m.step(commands);
        m.set("dispatched", 0);
        m.step();
    }
}
