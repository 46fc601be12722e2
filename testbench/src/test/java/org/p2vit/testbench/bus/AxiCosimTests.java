// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.SimulationException;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

@Tag("cosim")
class AxiCosimTests {
    private static final Path MOVER = Path.of("src/test/resources/org/p2vit/testbench/rtl/mover.v");
    private static final int KIB = 1024;
    private static final int BEAT = 16;
    private static final AxiTiming IDEAL = AxiTiming.ideal(20, 8);

    private static VerilatedModel mover() {
        return VerilatedModel.build(
                MOVER,
                "mover",
                BuildOptions.defaults()
                        .withTaps(TapSpec.handshake("reads", "m_axi_rvalid", "m_axi_rready", "m_axi_rdata", 128)));
    }

    /** One copy: what it cost and how it ended. */
    private record Copy(RunResult result, long registerCycles, byte[] moved, long status, long readBeats) {
        long cycles() {
            return result.cycles() - registerCycles;
        }
    }

    private static byte[] source(int beats) {
        byte[] data = new byte[beats * BEAT];
        new Random(beats).nextBytes(data);
        return data;
    }

    private static Copy copy(int src, int dst, int beats, int sin, AxiTiming timing, int registerStall) {
        return copy(src, dst, beats, sin, timing, registerStall, 0, 0);
    }

    private static Copy copy(
            int src, int dst, int beats, int sin, AxiTiming timing, int registerStall, long errorFrom, long errorTo) {
        Dram dram = new Dram(64 * KIB);
        if (src + beats * BEAT <= dram.size()) {
            dram.write(src, source(beats));
        }
        try (Model m = mover().open()) {
            AxiMemory.attach(m, "m_axi", dram, timing, errorFrom, errorTo);
            RegisterPort registers = RegisterPort.attach(m, "s_axil", timing.seed() + 1, registerStall);
            m.reset("aresetn", 3);
            registers.write(0x08, src);
            registers.write(0x0c, dst);
            registers.write(0x10, beats);
            registers.write(0x14, sin);
            assertThat(registers.read(0x08)).isEqualTo(src);
            registers.write(0x00, 1);
            long before = m.cycle();
            m.stopRules("interrupt", 500);
            RunResult result = m.run(100_000);
            long status = result.reason() == StopReason.STOP_PIN ? registers.read(0x04) : -1;
            byte[] moved = dst + beats * BEAT <= dram.size() ? dram.read(dst, beats * BEAT) : new byte[0];
            return new Copy(result, before, moved, status, m.tap("reads").count());
        }
    }

    private static byte[] plusOne(byte[] data) {
        byte[] sum = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            sum[i] = (byte) (data[i] + 1);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 255, 600})
    void dataMovesThroughMemory(int beats) {
        Copy copy = copy(4 * KIB - 48, 20 * KIB - 16, beats, 0, IDEAL, 0);
        assertThat(copy.result().reason()).as(copy.result().toString()).isEqualTo(StopReason.STOP_PIN);
        assertThat(copy.moved()).isEqualTo(plusOne(source(beats)));
        assertThat(copy.status()).isEqualTo(1);
        assertThat(copy.readBeats()).isEqualTo(beats);
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "2, 50", "3, 90"})
    void stallsSlowDownAndChangeNothingElse(long seed, int percent) {
        Copy straight = copy(256, 8 * KIB, 100, 0, IDEAL, 0);
        Copy stalled = copy(256, 8 * KIB, 100, 0, IDEAL.withStalls(seed, percent), percent);
        assertThat(stalled.moved()).as("seed %d", seed).isEqualTo(straight.moved());
        double slowdown = (double) stalled.cycles() / straight.cycles();
        // Beats dominate: each takes 1 / (1 - p) cycles on average, reads and writes alike.
        assertThat(slowdown).as("seed %d", seed).isGreaterThan(1 + 0.2 * percent / (100.0 - percent));
    }

    @Test
    void aSeedRepeatsARunExactly() {
        AxiTiming timing = IDEAL.withStalls(11, 40);
        Copy first = copy(0, 8 * KIB, 64, 0, timing, 30);
        Copy again = copy(0, 8 * KIB, 64, 0, timing, 30);
        Copy other = copy(0, 8 * KIB, 64, 0, IDEAL.withStalls(12, 40), 30);
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(other.result().cycles()).isNotEqualTo(first.result().cycles());
    }

    @Test
    void latencyAndBeatsCostWhatTheySay() {
        long one = copy(0, 8 * KIB, 1, 0, AxiTiming.ideal(10, 4), 0).cycles();
        assertThat(copy(0, 8 * KIB, 1, 0, AxiTiming.ideal(60, 4), 0).cycles())
                .as("one read and one write latency")
                .isEqualTo(one + 2 * 50);
        assertThat(copy(0, 8 * KIB, 16, 0, AxiTiming.ideal(10, 4), 0).cycles())
                .as("a beat per cycle, read then written")
                .isEqualTo(one + 2 * 15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | crosses a 4 KiB boundary",
                "3 | arvalid fell before arready",
                "4 | wlast is low in the last beat",
                "5 | w payload changed",
                "6 | arburst is 0",
                "7 | arsize is 8 bytes"
            })
    void brokenRulesEndTheRun(int sin, String message) {
        Copy copy = copy(4 * KIB - 48, 8 * KIB, 100, sin, IDEAL.withStalls(5, 50), 0);
        assertThat(copy.result().reason()).isEqualTo(StopReason.PROTOCOL_ERROR);
        assertThat(copy.result().messages())
                .contains(message)
                .contains("cycle ")
                .contains("m_axi");
    }

    @Test
    void leavingTheMemoryOrItsAlignmentIsAnError() {
        assertThat(copy(64 * KIB - 32, 0, 3, 0, IDEAL, 0).result().messages()).contains("outside memory");
        assertThat(copy(0, 64 * KIB, 1, 0, IDEAL, 0).result().messages())
                .contains("aw burst 0x10000")
                .contains("outside");
        assertThat(copy(8, 0, 1, 0, IDEAL, 0).result().messages()).contains("araddr 0x8 is not aligned");
    }

    @Test
    void aHangSaysWhatWaits() {
        Copy copy = copy(0, 8 * KIB, 4, 2, IDEAL, 0);
        assertThat(copy.result().reason()).isEqualTo(StopReason.HANG);
        assertThat(copy.result().messages())
                .contains("m_axi: bvalid high, bready low")
                .contains("tap reads: last word in cycle");
        assertThat(copy.cycles()).isLessThan(700);
    }

    @Test
    void errorResponsesReachTheDesign() {
        Copy copy = copy(0, 8 * KIB, 40, 0, IDEAL, 0, 300, 301);
        assertThat(copy.result().reason()).isEqualTo(StopReason.STOP_PIN);
        assertThat(copy.status()).isEqualTo(3);
    }

    @Test
    void registersAnswerOrTheAccessFails() {
        try (Model m = mover().open()) {
            RegisterPort registers = RegisterPort.attach(m, "s_axil");
            m.reset("aresetn", 2);
            assertThat(registers.tryWrite(0x40, 1)).isEqualTo(RegisterPort.SLVERR);
            assertThat(registers.tryRead(0x40)).isEqualTo(RegisterPort.SLVERR);
            assertThatThrownBy(() -> registers.write(0x40, 1)).hasMessageContaining("0x40 answered 2");
            registers.write(0x08, 5);
            int beyond = 1 << m.pin("s_axil_awaddr").width();
            for (int address : new int[] {beyond + 0x08, -beyond + 0x08, Integer.MIN_VALUE + 0x08}) {
                assertThat(registers.tryWrite(address, 1)).isEqualTo(RegisterPort.DECERR);
                assertThat(registers.tryRead(address)).isEqualTo(RegisterPort.DECERR);
            }
            assertThat(registers.read(0x08))
                    .as("an access beyond the port changes nothing")
                    .isEqualTo(5);
            assertThatThrownBy(() -> RegisterPort.attach(m, "nothing")).hasMessageContaining("nothing_awaddr");
        }
        try (Model m = mover().open()) {
            RegisterPort registers = RegisterPort.attach(m, "s_axil");
            m.set("aresetn", 0);
            assertThatThrownBy(() -> registers.write(0x08, 1))
                    .isInstanceOf(SimulationException.class)
                    .hasMessageContaining("write of register 0x8 did not finish: aresetn is low");
        }
    }
}
