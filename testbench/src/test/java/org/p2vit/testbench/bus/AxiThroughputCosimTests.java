// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.VerilatedModel;

/** Outstanding bursts, a 64-bit port, byte strobes. */
@Tag("cosim")
class AxiThroughputCosimTests {
    private static final int BURSTS = 50;
    private static final int BEATS = 8;
    private static final int LATENCY = 24;

    private static long cycles(AxiTiming timing, long seed) {
        Dram dram = new Dram(BURSTS * BEATS * Long.BYTES);
        Random random = new Random(seed);
        long sum = 0;
        for (int i = 0; i < BURSTS * BEATS; i++) {
            long word = random.nextLong();
            sum += word;
            dram.bytes().putLong(i * Long.BYTES, word);
        }
        int untouched = dram.bytes().getInt(4);
        try (Model m = VerilatedModel.build(
                        Path.of("src/test/resources/org/p2vit/testbench/rtl/reader.v"),
                        "reader",
                        BuildOptions.defaults())
                .open()) {
            AxiMemory.attach(m, "mem", dram, timing);
            m.set("bursts", BURSTS);
            m.reset("aresetn", 2);
            m.stopRules("done", 1000);
            assertThat(m.run(100_000)).matches(r -> r.reason() == StopReason.STOP_PIN);
            assertThat(dram.bytes().getInt(0)).as("seed %d", seed).isEqualTo((int) sum);
            assertThat(dram.bytes().getInt(4)).as("bytes that were not enabled").isEqualTo(untouched);
            return m.cycle();
        }
    }

    @Test
    void oneOutstandingBurstPaysItsLatencyEveryTime() {
        assertThat(cycles(AxiTiming.ideal(LATENCY, 1), 1))
                .isBetween(BURSTS * (LATENCY + 7L), BURSTS * (LATENCY + 9L) + LATENCY + 10);
    }

    @Test
    void enoughOutstandingBurstsHideTheLatency() {
        assertThat(cycles(AxiTiming.ideal(LATENCY, 8), 2))
                .isBetween((long) BURSTS * BEATS, BURSTS * BEATS + 2L * LATENCY + 10);
    }

    @Test
    void stallsOfReadDataLowerTheRate() {
        AxiTiming half = new AxiTiming(LATENCY, 8, 3, 0, 50, 0, 0, 0);
        assertThat((double) cycles(half, 3)).isBetween(1.7 * BURSTS * BEATS, 2.5 * BURSTS * BEATS);
    }
}
