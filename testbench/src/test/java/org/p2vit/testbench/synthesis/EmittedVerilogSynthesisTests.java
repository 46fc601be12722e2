// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.synthesis.SynthesisReport.UnitUse;

@Tag("synth")
class EmittedVerilogSynthesisTests {
    private static final double LONGEST_LOGIC_NS = 4.0;
    /** Through several units, 4.65 ns as measured: what answers within a cycle across units shows here only. */
    private static final double LONGEST_WHOLE_NS = 5.1;

    @TempDir
    private Path folder;

    @Test
    void theSmallestConfigurationIsSound() {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");
        SynthesisReport report = YosysSynthesis.run(
                EmittedRtl.verilog(tiny), Accelerator.MODULE, "Engine", DeviceFamily.XC7, folder.resolve("yosys"));
        assertThat(report.faults()).isEmpty();
        assertThat(report.total().latch()).isZero();
        assertThat(report.units())
                .extracting(UnitUse::name)
                .contains("load", "store", "matMul", "requant", "softmax", "shiftMatMul", "norm");
        assertThat(use(report, "matMul").dsp()).isEqualTo(tiny.array().macsPerCycle() / 2);
        assertThat(use(report, "buffers_activation").bram18())
                .as("T banks of 2048 words of 8 bytes")
                .isGreaterThanOrEqualTo(tiny.array().tokenTile() * 2048L * 64 / 18432);
        assertThat(use(report, "buffers_activation").memoryLut()).isZero();
        assertThat(report.units())
                .as("logic between registers, in ns")
                .allSatisfy(
                        unit -> assertThat(unit.logicDelayNs()).as(unit.name()).isBetween(0.3, LONGEST_LOGIC_NS));
        assertThat(report.widestNets()).hasSize(20);
        assertThat(report.maxFanout())
                .isEqualTo(report.widestNets().get(0).loads())
                .isBetween(50, 2000);
        assertThat(report.wholeNs()).as("through several units").isBetween(0.3, LONGEST_WHOLE_NS);
        assertThat(report.total().dsp()).isEqualTo(ResourceEstimate.of(tiny).dsp());
    }

    /** An array of the smaller UltraScale+ board, its lanes mapped once. */
    @Test
    void aMultiplierOfKv260MakesTwoProducts() {
        AcceleratorConfig kv260 = AcceleratorConfig.load("kv260-shift");
        SynthesisReport report = YosysSynthesis.run(
                EmittedRtl.verilog(kv260), "MacArray", "TokenPair", DeviceFamily.XCUP, folder.resolve("array"));
        assertThat(report.faults()).isEmpty();
        assertThat(report.total().dsp()).isEqualTo(kv260.array().macsPerCycle() / 2);
    }

    private static ResourceUse use(SynthesisReport report, String unit) {
        return report.units().stream()
                .filter(found -> found.name().equals(unit))
                .findFirst()
                .orElseThrow()
                .use();
    }
}
