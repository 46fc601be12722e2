// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("cosim")
class VerilatedModelCosimTests {
    private static final Path RTL = Path.of("src/test/resources/org/p2vit/testbench/rtl");
    private static final TapSpec DEEP =
            new TapSpec("deep", "mid.inner_pulse.word_valid", "mid.inner_pulse.word_data", 20);

    private static VerilatedModel adder(TapSpec... taps) {
        return VerilatedModel.build(
                RTL.resolve("counter_adder.v"),
                "counter_adder",
                BuildOptions.defaults().withTaps(taps));
    }

    private static VerilatedModel guarded() {
        return VerilatedModel.build(RTL.resolve("guarded.v"), "guarded", BuildOptions.defaults());
    }

    @Test
    void outputsAreThoseBeforeTheEdge() {
        try (Model m = adder().open()) {
            m.reset("aresetn", 2);
            m.set("a", 1000);
            m.set("b", -1);
            m.step();
            assertThat(m.get("sum")).as("register still holds the reset value").isZero();
            assertThat(m.get("now__sum")).as("combinational").isEqualTo(1000 + 0xffff);
            m.step();
            assertThat(m.get("sum")).isEqualTo(999);
            assertThat(m.cycle()).isEqualTo(4);
        }
    }

    /** A build of another layout would read pins where others are. */
    @Test
    void whereThePinsLieIsPartOfWhatABuildIsNamedBy() throws IOException {
        assertThat(NativeBuild.ingredients(RTL.resolve("guarded.v"), "guarded", BuildOptions.defaults()))
                .anyMatch(part ->
                        part.contains("std::memcpy(&top.long_in, pins + ") && part.contains("std::memcpy(pins + "));
    }

    @Test
    void settlingNeedsNoEdge() {
        try (Model m = adder().open()) {
            m.reset("aresetn", 2);
            m.set("a", 7);
            m.settle();
            assertThat(m.get("now__sum")).isEqualTo(7);
            m.set("b", 5);
            m.settle();
            assertThat(m.get("now__sum")).isEqualTo(12);
            assertThat(m.get("sum")).as("no edge came").isZero();
            assertThat(m.cycle()).isEqualTo(2);
        }
    }

    @Test
    void registersWithoutResetCanStartAtRandom() {
        VerilatedModel random = VerilatedModel.build(
                RTL.resolve("counter_adder.v"),
                "counter_adder",
                BuildOptions.defaults().withCoverage(null).withRandomState(true));
        assertThat(initialQuad(adder(), 1)).isZero();
        assertThat(initialQuad(random, 1)).isNotZero().isEqualTo(initialQuad(random, 1));
        assertThat(initialQuad(random, 2)).isNotEqualTo(initialQuad(random, 1));
    }

    private static long initialQuad(VerilatedModel built, long seed) {
        try (Model m = built.open(seed)) {
            return m.get("quad_q");
        }
    }

    @Test
    void narrowAndWidePinsCarryEveryBit() {
        Random random = new Random(7);
        try (Model m = adder().open()) {
            Pin wide = m.pin("wide");
            for (int i = 0; i < 50; i++) {
                BigInteger value = new BigInteger(300, random);
                long quad = random.nextLong();
                m.setBytes(wide, littleEndian(value));
                m.set("quad", quad);
                m.step(2);
                BigInteger inverse =
                        BigInteger.ONE.shiftLeft(300).subtract(BigInteger.ONE).xor(value);
                assertThat(m.getBytes(m.pin("wide_q"))).isEqualTo(padded(littleEndian(inverse), 38));
                assertThat(m.get("quad_q")).isEqualTo(~quad);
            }
        }
    }

    @Test
    void bitFieldsOfWidePinsLeaveTheirNeighboursAlone() {
        try (Model m = adder().open()) {
            Pin wide = m.pin("wide");
            m.setBits(wide, 0, 64, -1);
            m.setBits(wide, 60, 9, 0b101010101);
            m.setBits(wide, 292, 8, -128);
            assertThat(m.getBits(wide, 0, 60)).isEqualTo((1L << 60) - 1);
            assertThat(m.getBits(wide, 60, 9)).isEqualTo(0b101010101);
            assertThat(m.getBits(wide, 69, 64)).isZero();
            assertThat(m.getBits(wide, 292, 8)).isEqualTo(0x80);
        }
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        try (Model m = adder().open()) {
            assertThatThrownBy(() -> m.set("a", 65536))
                    .hasMessageContaining("65536")
                    .hasMessageContaining("16 bits");
            assertThatThrownBy(() -> m.set("a", -32769)).hasMessageContaining("-32769");
            assertThatThrownBy(() -> m.set("sum", 1)).hasMessageContaining("output");
            assertThatThrownBy(() -> m.pin("c"))
                    .hasMessageContaining("no port c")
                    .hasMessageContaining("now__sum");
            assertThatThrownBy(() -> m.getBits(m.pin("wide"), 290, 11)).hasMessageContaining("wide");
            assertThatThrownBy(() -> m.setBytes(m.pin("wide"), new byte[39])).hasMessageContaining("300 bits");
        }
    }

    @Test
    void instancesOfOneModelAreIndependent() {
        VerilatedModel built = adder();
        try (Model first = built.open();
                Model second = built.open()) {
            first.set("a", 5);
            second.set("a", 9);
            first.set("aresetn", 1);
            second.set("aresetn", 1);
            first.step(2);
            second.step(2);
            assertThat(first.get("sum")).isEqualTo(5);
            assertThat(second.get("sum")).isEqualTo(9);
        }
    }

    @Test
    void tapsRecordWordsOfInnerSignalsAndPorts() {
        TapSpec port = new TapSpec("port", "any", "every", 8);
        TapSpec top = TapSpec.handshake("top", "odd_sum", "any", "sum", 16);
        try (Model m = adder(DEEP, port, top).open()) {
            m.reset("aresetn", 1);
            m.set("every", 4);
            m.set("a", 1);
            m.run(40);
            List<TapWord> words = m.tap("deep").drain();
            assertThat(words).hasSize(10);
            for (int i = 0; i < words.size(); i++) {
                assertThat(words.get(i).cycle()).isEqualTo(2 + 4 * i);
                assertThat(words.get(i).data()).containsExactly(3 * (i + 1), 0, 0);
            }
            assertThat(m.tap("deep").count()).as("drained").isZero();
            assertThat(m.tap("port").drain()).hasSize(10).allMatch(w -> w.data()[0] == 4);
            assertThat(m.tap("top").drain()).as("both valid and ready").hasSize(10);
        }
    }

    @Test
    void wrongTapsAreNamed() {
        assertThatThrownBy(() -> adder(new TapSpec("t", "mid.other.v", "any", 1)))
                .hasMessageContaining("mid.other");
        assertThatThrownBy(
                        () -> adder(new TapSpec("t", "any", "mid.nothing", 1)).open())
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> adder(new TapSpec("t", "any", "sum", 15)).open())
                .hasMessageContaining("16 bits wide, not 15");
    }

    @Test
    void aFailingAssertionStopsTheRunWithItsCycleAndText() {
        try (Model m = guarded().open()) {
            m.step(5);
            m.set("d", 43);
            RunResult result = m.run(100);
            assertThat(result.reason()).isEqualTo(StopReason.VERILOG_STOP);
            assertThat(result.cycles()).isEqualTo(7);
            assertThat(result.messages()).contains("q is 43").contains("guarded");
            assertThatThrownBy(m::step).as("stays stopped").isInstanceOf(SimulationException.class);
        }
    }

    @Test
    void stopFinishAndDisplayReachJava() {
        try (Model m = guarded().open()) {
            m.set("d", 50);
            assertThat(m.run(10).reason()).isEqualTo(StopReason.VERILOG_STOP);
        }
        try (Model m = guarded().open()) {
            m.set("d", 60);
            assertThatThrownBy(() -> m.step(10))
                    .isInstanceOf(SimulationException.class)
                    .hasMessageContaining("VERILOG_FINISH in cycle 1");
        }
        try (Model m = guarded().open()) {
            m.set("d", 70);
            RunResult result = m.run(3);
            assertThat(result.reason()).isEqualTo(StopReason.CYCLE_LIMIT);
            assertThat(result.messages()).contains("seventy");
        }
    }

    @Test
    void aSecondBuildIsTheSameLibrary() {
        assertThat(adder().library()).isEqualTo(adder().library()).isRegularFile();
        assertThat(adder(DEEP).library()).isNotEqualTo(adder().library());
    }

    @Test
    void brokenVerilogIsReportedInVerilatorsWords() {
        Path broken = new RtlFault("input aclk, input [7:0] d", "input aclk input [7:0] d")
                .inject(RTL.resolve("guarded.v"), Path.of("target", "broken.v"));
        assertThatThrownBy(() -> VerilatedModel.build(broken, "guarded", BuildOptions.defaults()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("syntax error");
    }

    @Test
    void anInjectedFaultChangesTheDesign() {
        Path faulty = new RtlFault("quad_q <= ~quad", "quad_q <= ~quad ^ 64'h10")
                .inject(RTL.resolve("counter_adder.v"), Path.of("target", "faulty.v"));
        try (Model m = VerilatedModel.build(faulty, "counter_adder", BuildOptions.defaults())
                .open()) {
            m.step(2);
            assertThat(m.get("quad_q")).isEqualTo(~0L ^ 0x10);
        }
        assertThatThrownBy(() -> new RtlFault("not there", "x").inject(faulty, Path.of("target", "x.v")))
                .hasMessageContaining("not there");
    }

    /** Tests keep what they build for each other, those with faults and those without. */
    @Test
    void aBuildKeptFromBeforeHasTheFaultsOfNow() {
        Path faulty = new RtlFault("quad_q <= ~quad", "quad_q <= quad")
                .inject(RTL.resolve("counter_adder.v"), Path.of("target", "faulty-kept.v"));
        VerilatedModel kept = adder();
        FaultInjector.use(new FaultInjector() {
            @Override
            public Path design(Path verilog, String top) {
                return faulty;
            }

            @Override
            public int selected(Path verilog, String top) {
                return 1;
            }

            @Override
            public long mostCycles() {
                return 1000;
            }
        });
        VerilatedModel keptFaulty;
        try {
            assertThat(quad(kept)).isZero();
            assertThat(quad(kept.recording())).isZero();
            keptFaulty = adder();
        } finally {
            FaultInjector.none();
        }
        assertThat(quad(kept)).isEqualTo(~0L);
        assertThat(quad(keptFaulty)).isEqualTo(~0L);
    }

    private static long quad(VerilatedModel built) {
        try (Model m = built.open()) {
            m.step(2);
            return m.get("quad_q");
        }
    }

    @Test
    void theWaveformHoldsTheWindow(@TempDir Path folder) throws IOException {
        Path whole = folder.resolve("whole.fst");
        Path window = folder.resolve("window.fst");
        try (Model m = adder().withTrace().open()) {
            m.trace(window, 10, 20);
            m.step(10);
            assertThat(window).doesNotExist();
            m.step(200);
        }
        try (Model m = adder().withTrace().open()) {
            m.trace(whole, 0, 1000);
            m.set("every", 3);
            m.step(210);
        }
        assertThat(window).isNotEmptyFile();
        assertThat(Files.size(whole)).isGreaterThan(Files.size(window));
        try (Model m = adder().open()) {
            assertThatThrownBy(() -> m.trace(window, 0, 1)).hasMessageContaining("withTrace");
        }
    }

    @Test
    void untracedInstancesAreLeftOutOfTheWaveform(@TempDir Path folder) throws IOException {
        BuildOptions all = BuildOptions.defaults().withTrace(true);
        assertThat(Files.size(wave(all.withUntraced("mid*"), folder.resolve("some.fst"))))
                .isLessThan(Files.size(wave(all, folder.resolve("all.fst"))));
    }

    private static Path wave(BuildOptions options, Path fst) {
        try (Model m = VerilatedModel.build(RTL.resolve("counter_adder.v"), "counter_adder", options)
                .open()) {
            m.trace(fst, 0, 100);
            m.set("aresetn", 1);
            m.set("every", 2);
            m.step(100);
        }
        return fst;
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] big = value.toByteArray();
        int from = big[0] == 0 && big.length > 1 ? 1 : 0;
        byte[] little = new byte[big.length - from];
        for (int i = 0; i < little.length; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static byte[] padded(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
