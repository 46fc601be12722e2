// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
class EmittedVerilogLintTests {
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
        String core = Files.readString(emitted.resolve("p2vit.core"));
        String lint = core.substring(core.indexOf("  lint:\n"));
        List<Path> files = new ArrayList<>();
        for (String fileset : found("filesets: \\[(.*)\\]", lint).split(", ")) {
            files.add(emitted.resolve(found("  " + fileset + ":\n    files:\n      - (.*): \\{", core)));
        }

        assertThat(lint).contains("verilator: {mode: lint-only, verilator_options: [-Wall]}");
        assertThat(files).hasSize(2);
        assertThat(VerilatorLint.findings(folder, files)).isEmpty();
        assertThat(VerilatorLint.findings(folder, files.subList(1, 2)))
                .as("what the core waives")
                .isNotEmpty();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"pynq-z2", "kv260", "kv260-shift"})
    void everyKindForABoardIsClean(String config) {
        requireClean(config);
    }

    /** That of kv260 with more of everything. */
    @Test
    @Tag("slow")
    @Tag("nightly")
    void theLargestIsClean() {
        requireClean("zcu104");
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
