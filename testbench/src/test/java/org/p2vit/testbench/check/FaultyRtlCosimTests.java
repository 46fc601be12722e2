// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RtlFault;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The chain of Verilog, bench and checker must notice faults in the Verilog. */
@Tag("cosim")
class FaultyRtlCosimTests {
    private static final Path PIPE = Path.of("src/test/resources/org/p2vit/testbench/rtl/pipe.v");
    private static final long SEED = 9;
    private static final int WORDS = 200;
    private static final LaneFormat SUM = new LaneFormat(64, true);

    private static Verdict verdict(Path verilog) {
        Random random = new Random(SEED);
        WordChecker checker = new WordChecker("PIPE", Repeat.test(FaultyRtlCosimTests.class, SEED));
        try (Model m =
                VerilatedModel.build(verilog, "pipe", BuildOptions.defaults()).open()) {
            m.reset("aresetn", 2);
            Bench bench = new Bench(m);
            StreamSource source = bench.add(new StreamSource(m, "up", SEED, 30));
            StreamSink<byte[]> sink = bench.add(StreamSink.ofBytes(m, "down", SEED + 1, 30));
            for (int i = 0; i < WORDS; i++) {
                int bias = random.nextInt(256);
                long data = random.nextLong() >>> 1;
                byte[] word = ByteBuffer.allocate(9)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(data)
                        .array();
                source.send(pins -> {
                    pins.set("up_payload_bias", bias);
                    pins.setBytes(pins.pin("up_payload_data"), word);
                });
                checker.expect("sum", i, 0, SUM, data + bias);
            }
            bench.step(5 * WORDS);
            for (int i = 0; i < sink.count(); i++) {
                checker.word(sink.cycleOf(i), sink.words().get(i));
            }
        }
        return checker.verdict();
    }

    @Test
    void theSoundDesignPasses() {
        assertThat(verdict(PIPE).requirePassed().wordsChecked()).isEqualTo(WORDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "a flipped data bit @ {64'd0, up_payload_bias}; @ {64'd0, up_payload_bias ^ 8'h20};",
                "a lost carry @ {64'd0, up_payload_bias}; @ {65'd0, up_payload_bias[6:0]};",
                "words lost under back-pressure @ !down_valid || down_ready @ 1'b1",
                "words doubled @ down_valid <= up_valid @ down_valid <= 1'b1"
            })
    void aFaultyDesignFails(String what, String original, String fault, @TempDir Path folder) {
        Path faulty = new RtlFault(original, fault).inject(PIPE, folder.resolve("pipe.v"));
        Verdict verdict;
        try {
            verdict = verdict(faulty);
        } catch (AssertionError broken) {
            assertThat(broken).as(what).hasMessageContaining("before ready");
            return;
        }
        assertThat(verdict.passed()).as(what).isFalse();
        assertThat(verdict.firstMismatch())
                .contains("tensor sum")
                .contains("seed 9")
                .contains("FaultyRtlCosimTests");
    }
}
