// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.emit.Manifest;

@Tag("fpga")
class ConstraintTests {
    @TempDir
    private Path folder;

    @Test
    void everyConstrainedPortAndClockExists() throws IOException {
        Manifest manifest = Emitter.emit(AcceleratorConfig.load("tiny"), folder.resolve("tiny"));
        Set<String> ports = manifest.ports().stream().map(Manifest.Port::name).collect(Collectors.toSet());
        String emitted = Files.readString(folder.resolve("tiny/p2vit_ooc.xdc"));
        assertThat(emitted).contains("create_clock");
        assertThat(Constraints.complaints(emitted, ports)).isEmpty();
        // A board's constraints are about the wrapper of the block design. Its ports are the processing system's own,
        // and one
        // for the fan where board.tcl says so.
        List<Path> files = boardFiles("board.xdc");
        assertThat(files).hasSize(3);
        for (Path file : files) {
            boolean fan = Files.readString(file.resolveSibling("board.tcl")).contains("fan               1");
            assertThat(Constraints.complaints(Files.readString(file), fan ? Set.of("fan_en_b") : Set.of()))
                    .as(file + "")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create_clock -name clk -period 4 [get_ports clk] | get_ports clk",
                "set_false_path -to [get_ports {aclk interupt}] | get_ports interupt",
                "set_max_delay 3 -from [get_clocks aclk] | get_clocks aclk",
                "set_property LOC X0Y0 [get_cells core] | get_cells core",
                "set_pins_free aclk | unknown constraint",
            })
    void whatIsNotThereIsNamed(String xdc, String complaint) {
        assertThat(Constraints.complaints(xdc, Set.of("aclk")))
                .singleElement()
                .asString()
                .contains(complaint);
    }

    @Test
    void everyBoardOfAConfigurationHasItsFolder() {
        for (String name : AcceleratorConfig.NAMED) {
            String board = AcceleratorConfig.load(name).board();
            if (!board.equals("none")) {
                assertThat(VivadoScripts.SOURCES.resolve("boards").resolve(board))
                        .isDirectory();
                assertThat(AcceleratorConfig.NAMED)
                        .as("make takes the board's name for the configuration's")
                        .contains(board);
            }
        }
    }

    private static List<Path> boardFiles(String name) throws IOException {
        try (Stream<Path> files = Files.walk(VivadoScripts.SOURCES.resolve("boards"))) {
            return files.filter(file -> file.endsWith(name)).toList();
        }
    }
}
