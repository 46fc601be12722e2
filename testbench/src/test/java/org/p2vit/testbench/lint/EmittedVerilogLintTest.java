// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.verilator.Toolchain;

@Tag("cosim")
@Tag("fpga")
class EmittedVerilogLintTest {
    @TempDir
    private Path folder;

    @Test
    void theSmallestConfigurationIsClean() {
        requireClean("tiny");
    }

    @Test
    void attentionOnTheMultipliersIsClean() {
        requireClean("src/test/resources/tiny-multiply.yaml");
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"pynq-z2", "kv260", "kv260-multiply", "kv260-w4", "zcu104", "zcu104-w4"})
    void everyOtherConfigurationIsClean(String config) {
        requireClean(config);
    }

    private void requireClean(String config) {
        Path verilog = EmittedRtl.verilog(AcceleratorConfig.load(config));
        assertThat(VerilatorLint.findings(verilog)).isEmpty();
        assertThat(Toolchain.run(
                        folder, List.of("iverilog", "-Wall", "-g2005", "-o", "checked.vvp", verilog.toString())))
                .isEmpty();
        String read = "read_verilog \"%s\"; hierarchy -check -top %s".formatted(verilog, Accelerator.MODULE);
        assertThat(Toolchain.run(folder, List.of("yosys", "-q", "-p", read))).isEmpty();
    }
}
