// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.fpga.VivadoScripts.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scripts on their good path, for every board with its own configuration, under a stub that knows only documented commands and options. */
@Tag("tools")
@Tag("fpga")
class VivadoScriptTests {
    @TempDir
    private static Path folder;

    private static VivadoScripts scripts;

    @BeforeAll
    static void copy() throws IOException {
        scripts = new VivadoScripts(folder, "kv260", "zcu104", "pynq-z2", "tiny");
    }

    @Test
    void everyFileIsCompleteTcl() throws Exception {
        try (Stream<Path> files = Files.walk(VivadoScripts.SOURCES)) {
            List<Path> scriptsOfTcl =
                    new ArrayList<>(files.filter(file -> file.toString().matches(".*\\.(tcl|xdc)"))
                            .map(file -> file.toAbsolutePath().normalize())
                            .toList());
            assertThat(scriptsOfTcl).hasSizeGreaterThan(15);
            for (String config : List.of("kv260", "zcu104", "pynq-z2", "tiny")) {
                scriptsOfTcl.add(scripts.rtl(config).resolve("p2vit_ip.tcl"));
                scriptsOfTcl.add(scripts.rtl(config).resolve("p2vit_ooc.xdc"));
            }
            StringBuilder check = new StringBuilder();
            for (Path file : scriptsOfTcl) {
                check.append(
                        "set c [open {%s}]; if {![info complete [read $c]]} {error {%s is not complete}}; close $c\n"
                                .formatted(file, file));
            }
            Result result = scripts.script(check.toString());
            assertThat(result.status()).as(result.errors()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kv260, xck26-sfvc784-2LV-c, 40",
        "zcu104, xczu7ev-ffvc1156-2-e, 40",
        "pynq-z2, xc7z020clg400-1, 32",
    })
    void theAcceleratorIsPackaged(String board, String part, int addressBits) throws Exception {
        Result result = scripts.succeed("ip", board, board);
        assertThat(result.steps())
                .containsSubsequence(
                        "create_project",
                        "add_files",
                        "update_compile_order",
                        "ipx::package_project",
                        "ipx::add_register",
                        "ipx::add_field",
                        "ipx::create_xgui_files",
                        "ipx::update_checksums",
                        "ipx::check_integrity",
                        "ipx::save_core",
                        "close_project");
        assertThat(result.of("ipx::add_register")).hasSize(RegisterMap.REGISTERS.size());
        assertThat(result.of("ipx::add_field"))
                .hasSize(RegisterMap.REGISTERS.stream()
                        .mapToInt(register -> register.fields().size())
                        .sum());
        for (var register : RegisterMap.REGISTERS) {
            assertThat(result.commands())
                    .contains("set_property address_offset 0x%03x register %s"
                            .formatted(register.offset(), register.name()));
        }
        assertThat(result.of("create_project")).singleElement().asString().endsWith("-part " + part + " -force");
        assertThat(result.commands())
                .contains("set_property display_name p2vit " + board + " core p2vit")
                .contains("set_property range " + (1L << addressBits) + " address_space m_axi_gmem");
        // The stub writes the name under which the catalog knows the accelerator; board.py binds to the one in the
        // Python registers.
        String packaged = Files.readAllLines(scripts.build(board).resolve("ip/component.xml"))
                .get(0);
        assertThat(Files.readAllLines(scripts.rtl(board).resolve("p2vit_registers.py")))
                .contains("IP_VLNV = \"" + packaged + "\"");
    }

    @Test
    void aMemoryMapThatThePackagerDoesNotMakeIsAdded() throws Exception {
        Result result = scripts.run(Map.of("memory_map", "0"), "ip", "kv260", "tiny");
        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(result.steps()).contains("ipx::add_memory_map", "ipx::add_address_block");
        assertThat(result.commands())
                .contains("set_property slave_memory_map_ref s_axi_ctrl {bus_interface s_axi_ctrl}");
    }

    @ParameterizedTest
    @CsvSource({
        "kv260, xck26-sfvc784-2LV-c, xilinx.com:kv260_som:part0:1.4, zynq_ultra_ps_e, 0xA0000000, 187.5, 187.498, 128",
        "zcu104, xczu7ev-ffvc1156-2-e, xilinx.com:zcu104:part0:1.1, zynq_ultra_ps_e, 0xA0000000, 250, 249.998, 128",
        "pynq-z2, xc7z020clg400-1, tul.com.tw:pynq-z2:part0:1.0, processing_system7, 0x43C00000, 100, 100.0, 64"
    })
    void theBitstreamIsMadeOnlyAfterTimingIsMet(
            String board,
            String part,
            String boardPart,
            String ps,
            String base,
            String clockMhz,
            double actualMhz,
            int memoryBits)
            throws Exception {
        scripts.succeed("ip", board, board);
        Result result = scripts.succeed("bitstream", board, board, "3");
        assertThat(result.steps())
                .containsSubsequence(
                        "create_project",
                        "update_ip_catalog",
                        "add_files",
                        "create_bd_design",
                        "create_bd_cell",
                        "apply_bd_automation",
                        "connect_bd_intf_net",
                        "connect_bd_net",
                        "assign_bd_address",
                        "validate_bd_design",
                        "save_bd_design",
                        "make_wrapper",
                        "update_compile_order",
                        "launch_runs",
                        "wait_on_runs",
                        "launch_runs",
                        "wait_on_runs",
                        "open_run",
                        "report_timing_summary",
                        "check_timing",
                        "report_utilization",
                        "report_power",
                        "report_utilization",
                        "close_design",
                        "launch_runs",
                        "wait_on_runs",
                        "write_hw_platform",
                        "close_project");
        assertThat(result.commands())
                .contains("set_property board_part " + boardPart + " project current")
                .anyMatch(command -> command.startsWith("create_project") && command.endsWith("-part " + part))
                .contains("create_bd_cell -type ip -vlnv xilinx.com:ip:" + ps + " ps")
                .contains("create_bd_cell -type ip -vlnv p2vit.org:accelerator:p2vit:%d.%d p2vit"
                        .formatted(RegisterMap.INTERFACE_VERSION >>> 16, RegisterMap.INTERFACE_VERSION & 0xffff))
                .anyMatch(command -> command.startsWith("assign_bd_address -offset " + base + " -range 4096"))
                .anyMatch(command -> command.startsWith("set_property -dict CONFIG.P")
                        && command.matches(".*FREQMHZ " + clockMhz + " .*")
                        && command.matches(".*DATA_WIDTH " + memoryBits + " .*"));
        JsonNode summary = JsonMapper.shared()
                .readTree(Files.readString(scripts.build(board).resolve("bitstream/summary.json")));
        assertThat(summary.path("clock_mhz").asDouble())
                .as("what the processing system makes of it")
                .isCloseTo(actualMhz, within(0.001));
        assertThat(result.of("launch_runs"))
                .containsExactly(
                        "launch_runs synth_1 -jobs 3",
                        "launch_runs impl_1 -jobs 3",
                        "launch_runs impl_1 -jobs 3 -to_step write_bitstream");
        assertThat(result.commands().indexOf("get_property SLACK timing_path setup"))
                .isBetween(0, result.commands().indexOf("launch_runs impl_1 -jobs 3 -to_step write_bitstream"));
        assertThat(scripts.build(board).resolve("bitstream").toFile().list())
                .containsExactlyInAnyOrder(
                        "p2vit.bit",
                        "p2vit.hwh",
                        "p2vit.xsa",
                        "summary.json",
                        "timing.rpt",
                        "check_timing.rpt",
                        "utilization_by_unit.rpt",
                        "power.rpt");
    }

    @Test
    void anAddressSpaceThatThePackagerDoesNotMakeIsAdded() throws Exception {
        Result result = scripts.run(Map.of("address_space", "0"), "ip", "kv260", "tiny");
        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(result.commands())
                .contains("set_property master_address_space_ref m_axi_gmem {bus_interface m_axi_gmem}")
                .contains("set_property range " + (1L << 32) + " address_space m_axi_gmem");
    }

    /** The store is asked only for what Vivado does not bring. */
    @Test
    void boardFilesAreSoughtInTheStoreWhereVivadoHasNone() throws Exception {
        scripts.succeed("ip", "pynq-z2", "pynq-z2");
        assertThat(scripts.succeed("project", "pynq-z2", "pynq-z2").commands())
                .containsSubsequence(
                        "set_param board.repoPaths /stores/boards",
                        "set_property board_part tul.com.tw:pynq-z2:part0:1.0 project current");
        scripts.succeed("ip", "kv260", "kv260");
        assertThat(scripts.succeed("project", "kv260", "kv260").steps()).doesNotContain("set_param");
    }

    @Test
    void partAndCarrierHaveOneVersionAndTheFanIsDriven() throws Exception {
        scripts.succeed("ip", "kv260", "kv260");
        assertThat(scripts.succeed("project", "kv260", "kv260").commands())
                .contains("set_property board_connections som240_1_connector"
                        + " xilinx.com:kv260_carrier:som240_1_connector:1.4 project current")
                .contains("connect_bd_net bd_pin fan/Dout bd_port fan_en_b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv260", "zcu104", "pynq-z2"})
    void theProjectIsMadeAnewEachTime(String board) throws Exception {
        scripts.succeed("ip", board, board);
        Path left = scripts.build(board).resolve("project/left over");
        Files.createDirectories(left);
        assertThat(scripts.succeed("project", board, board).steps()).contains("validate_bd_design", "close_project");
        assertThat(left).doesNotExist();
    }

    /** What the scripts made goes, after a failure too; what somebody put there or changed stays, wherever it is. */
    @Test
    void cleaningRemovesWhatWasMadeAndNothingElse(@TempDir Path other) throws Exception {
        VivadoScripts own = new VivadoScripts(other, "kv260", "zcu104");
        Path notes = Files.createDirectories(own.build("kv260")).resolve("notes.txt");
        Files.writeString(notes, "early");
        own.succeed("ip", "kv260", "kv260");
        Path inside = Files.writeString(own.build("kv260").resolve("ip/of mine.txt"), "late");
        own.succeed("project", "kv260", "kv260");
        Path changed = own.build("kv260").resolve("ip/component.xml");
        Files.writeString(changed, "edited");
        own.succeed("ip", "zcu104", "zcu104");
        assertThat(own.run(Map.of("setup", "-0.1"), "bitstream", "zcu104", "zcu104", "2")
                        .status())
                .isNotZero();

        Result result = own.clean();
        assertThat(result.errors())
                .contains("left ")
                .contains("build/kv260, because it holds what p2vit did not write")
                .doesNotContain("zcu104");
        try (Stream<Path> left = Files.walk(other.resolve("fpga/build"))) {
            assertThat(left.filter(Files::isRegularFile)).containsExactlyInAnyOrder(changed, inside, notes);
        }
    }

    @ParameterizedTest
    @CsvSource({"kv260, xck26*", "zcu104, xczu7*", "pynq-z2, xc7z020*"})
    void theBitstreamIsLoadedIntoTheBoardsDevice(String board, String device) throws Exception {
        Path bitstream = scripts.build(board).resolve("bitstream/p2vit.bit");
        Files.createDirectories(bitstream.getParent());
        Files.write(bitstream, new byte[1]);
        Result result = scripts.succeed("program", board, "lab:3121");
        assertThat(result.steps())
                .containsExactly(
                        "open_hw_manager",
                        "connect_hw_server",
                        "open_hw_target",
                        "set_property",
                        "program_hw_devices",
                        "close_hw_manager");
        assertThat(result.commands()).contains("connect_hw_server -url lab:3121", "get_hw_devices -quiet " + device);
    }
}
