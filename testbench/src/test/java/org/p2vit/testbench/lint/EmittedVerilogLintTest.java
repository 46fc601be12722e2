// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

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

    /** As FuseSoC hands them to Verilator: the files that the core lists for its lint, in that order, and nothing else. */
    @Test
    void theFuseSocCoreIsCleanByItself() throws IOException {
        Path emitted = EmittedRtl.folder(AcceleratorConfig.load("tiny"));
        JsonNode core = new YAMLMapper().readTree(Files.readString(emitted.resolve("p2vit.core")));
        JsonNode lint = core.at("/targets/lint");
        List<Path> files = new ArrayList<>();
        lint.at("/filesets").forEach(fileset -> core.at("/filesets/" + fileset.asString() + "/files")
                .forEach(file -> file.propertyNames().forEach(name -> files.add(emitted.resolve(name)))));

        assertThat(lint.at("/tools/verilator/verilator_options/0").asString()).isEqualTo("-Wall");
        assertThat(files).hasSize(2);
        assertThat(VerilatorLint.findings(folder, files)).isEmpty();
        assertThat(VerilatorLint.findings(folder, files.subList(1, 2)))
                .as("what the core waives")
                .isNotEmpty();
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
