// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.synthesis.SynthesisReport.UnitUse;

@Tag("synth")
class EmittedVerilogSynthesisTest {
    @TempDir
    private Path folder;

    @Test
    void theSmallestConfigurationIsSound() {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");
        Path output = folder.resolve("tiny");
        Emitter.emit(tiny, output);
        SynthesisReport report = YosysSynthesis.run(
                output.resolve(Emitter.VERILOG),
                Accelerator.MODULE,
                "Engine",
                DeviceFamily.XC7,
                folder.resolve("yosys"));
        assertThat(report.faults()).isEmpty();
        assertThat(report.total().latch()).isZero();
        assertThat(report.units())
                .extracting(UnitUse::name)
                .contains("load", "store", "matMul", "requant", "softmax", "shiftMatMul", "norm");
        assertThat(use(report, "matMul").dsp())
                .as("a multiplier block serves two products at best")
                .isGreaterThanOrEqualTo(tiny.array().macsPerCycle() / 2);
        assertThat(use(report, "buffers_activation").bram18())
                .as("T banks of 2048 words of 8 bytes")
                .isGreaterThanOrEqualTo(tiny.array().tokenTile() * 2048L * 64 / 18432);
        assertThat(use(report, "buffers_activation").memoryLut()).isZero();
    }

    private static ResourceUse use(SynthesisReport report, String unit) {
        return report.units().stream()
                .filter(found -> found.name().equals(unit))
                .findFirst()
                .orElseThrow()
                .use();
    }
}
