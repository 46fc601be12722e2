// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.fpga.VivadoScripts.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scripts on their good path, for every board, under a stub that knows only documented commands and options. */
@Tag("tools")
@Tag("fpga")
class VivadoScriptTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");

    @TempDir
    private static Path folder;

    private static VivadoScripts scripts;

    @BeforeAll
    static void copy() throws IOException {
        scripts = new VivadoScripts(folder, TINY);
    }

    @Test
    void everyFileIsCompleteTcl() throws Exception {
        try (Stream<Path> files = Files.walk(VivadoScripts.SOURCES)) {
            List<Path> scriptsOfTcl = files.filter(file -> file.toString().matches(".*\\.(tcl|xdc)"))
                    .map(file -> file.toAbsolutePath().normalize())
                    .toList();
            assertThat(scriptsOfTcl).hasSizeGreaterThan(15);
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
    @ValueSource(strings = {"kv260", "zcu104", "pynq-z2"})
    void theAcceleratorIsPackaged(String board) throws Exception {
        Result result = succeed("ip", board, "tiny");
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
        assertThat(scripts.build(board).resolve("ip/component.xml")).exists();
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
        "kv260, xck26-sfvc784-2LV-c, xilinx.com:kv260_som:part0:1.3, zynq_ultra_ps_e, 0xA0000000",
        "zcu104, xczu7ev-ffvc1156-2-e, xilinx.com:zcu104:part0:1.1, zynq_ultra_ps_e, 0xA0000000",
        "pynq-z2, xc7z020clg400-1, tul.com.tw:pynq-z2:part0:1.0, processing_system7, 0x43C00000"
    })
    void theBitstreamIsMadeOnlyAfterTimingIsMet(String board, String part, String boardPart, String ps, String base)
            throws Exception {
        succeed("ip", board, "tiny");
        Result result = succeed("bitstream", board, "tiny", "3");
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
                        && command.contains("FREQMHZ " + TINY.clockMhz())
                        && command.contains("DATA_WIDTH " + 8 * TINY.array().word()));
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

    @ParameterizedTest
    @ValueSource(strings = {"kv260", "zcu104", "pynq-z2"})
    void theProjectIsMadeAnewEachTime(String board) throws Exception {
        succeed("ip", board, "tiny");
        Path left = scripts.build(board).resolve("project/left over");
        Files.createDirectories(left);
        assertThat(succeed("project", board, "tiny").steps()).contains("validate_bd_design", "close_project");
        assertThat(left).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p2vit", "MatMulUnit", "SoftmaxUnit"})
    void aUnitIsSynthesisedAlone(String unit) throws Exception {
        Result result = succeed("ooc", "kv260", "tiny", unit);
        assertThat(result.steps())
                .containsExactly(
                        "read_verilog",
                        "read_xdc",
                        "synth_design",
                        "opt_design",
                        "place_design",
                        "phys_opt_design",
                        "route_design",
                        "write_checkpoint",
                        "report_timing_summary",
                        "check_timing",
                        "report_utilization",
                        "report_power",
                        "report_utilization");
        assertThat(result.commands())
                .contains("synth_design -top " + unit + " -part xck26-sfvc784-2LV-c -mode out_of_context")
                .contains("read_xdc -mode out_of_context " + scripts.rtl("tiny").resolve("p2vit_ooc.xdc"));
        assertThat(scripts.build("kv260").resolve("ooc/" + unit + "/summary.json"))
                .exists();
    }

    @Test
    void theSummaryReadsReportsOfBothFamilies() throws Exception {
        JsonNode ultrascale = summary(Map.of());
        assertThat(ultrascale.path("lut").asInt()).isEqualTo(51234);
        assertThat(ultrascale.path("ff").asInt()).isEqualTo(60001);
        assertThat(ultrascale.path("bram36").asDouble()).isEqualTo(112.5);
        assertThat(ultrascale.path("uram").asInt()).isEqualTo(40);
        assertThat(ultrascale.path("dsp").asInt()).isEqualTo(530);
        assertThat(ultrascale.path("setup_slack_ns").asDouble()).isEqualTo(0.5);
        assertThat(ultrascale.path("config").asString()).isEqualTo("tiny");
        JsonNode series7 = summary(Map.of(
                "utilization",
                "\n| Slice LUTs*      | 4711 | 0 | 53200 | 8.86 |\n| Slice Registers  | 815 | 0 | 106400 | 0.77 |\n"
                        + "| Block RAM Tile   | 128 | 0 | 140 | 91.43 |\n| DSPs | 96 | 0 | 220 | 43.64 |\n"));
        assertThat(series7.path("lut").asInt()).isEqualTo(4711);
        assertThat(series7.path("ff").asInt()).isEqualTo(815);
        assertThat(series7.path("uram").asInt()).isZero();
        assertThat(series7.path("dsp").asInt()).isEqualTo(96);
    }

    private static JsonNode summary(Map<String, String> scenario) throws Exception {
        Result result = scripts.run(scenario, "ooc", "pynq-z2", "tiny", "NormPipe");
        assertThat(result.status()).as(result.errors()).isZero();
        return JsonMapper.shared()
                .readTree(Files.readString(scripts.build("pynq-z2").resolve("ooc/NormPipe/summary.json")));
    }

    @ParameterizedTest
    @CsvSource({"kv260, xck26*", "zcu104, xczu7*", "pynq-z2, xc7z020*"})
    void theBitstreamIsLoadedIntoTheBoardsDevice(String board, String device) throws Exception {
        Path bitstream = scripts.build(board).resolve("bitstream/p2vit.bit");
        Files.createDirectories(bitstream.getParent());
        Files.write(bitstream, new byte[1]);
        Result result = succeed("program", board, "lab:3121");
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

    private static Result succeed(String... arguments) throws IOException, InterruptedException {
        Result result = scripts.run(arguments);
        assertThat(result.status()).as(result.errors()).isZero();
        assertThat(result.errors()).isEmpty();
        try (Stream<Path> left = Files.walk(scripts.build(arguments[1]))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".partial"));
        }
        return result;
    }
}
