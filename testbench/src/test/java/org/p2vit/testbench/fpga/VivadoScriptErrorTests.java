// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.fpga.VivadoScripts.Result;

/** What the scripts do when something is wrong: exit status 1, one line that says what, and no result. */
@Tag("tools")
@Tag("fpga")
class VivadoScriptErrorTests {
    @TempDir
    private static Path folder;

    private static VivadoScripts scripts;

    @BeforeAll
    static void copy() throws IOException {
        scripts = new VivadoScripts(folder, "tiny", "zcu104");
    }

    @BeforeEach
    void packageGood() throws Exception {
        assertThat(scripts.run("ip", "kv260", "tiny").status()).isZero();
    }

    private static void refused(Result result, String... parts) {
        assertThat(result.status()).as(result.errors()).isEqualTo(1);
        assertThat(result.errors()).startsWith("p2vit: ").contains(parts);
        assertThat(result.errors().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "ip", "project", "ooc", "bitstream", "program"})
    void anUnknownBoardIsAnsweredWithTheKnownOnes(String step) throws Exception {
        refused(scripts.run(step, "kv261", "tiny", "1"), "no board 'kv261'", "kv260", "pynq-z2", "zcu104");
    }

    @Test
    void aMissingVivadoIsNamed() throws Exception {
        refused(scripts.runWithoutVivado("check", "kv260"), "vivado is not on the PATH", "settings64.sh");
    }

    @ParameterizedTest
    @CsvSource({"ip, tiny, ''", "project, tiny, ''", "ooc, tiny, p2vit", "bitstream, tiny, 1", "program, host:1, ''"})
    void anotherVersionIsRefusedUnlessAskedFor(String step, String second, String third) throws Exception {
        Map<String, String> other = Map.of("version", "2023.2.1");
        refused(scripts.run(other, step, "kv260", second, third), "Vivado 2023.2.1", "2024.1", "P2VIT_ANY_VIVADO");
        assertThat(scripts.run(Map.of("version", "2024.1.1"), "ooc", "kv260", "tiny", "p2vit")
                        .status())
                .isZero();
        assertThat(scripts.run(Map.of("version", "2023.2", "P2VIT_ANY_VIVADO", "1"), "ooc", "kv260", "tiny", "p2vit")
                        .status())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"ip, ''", "project, ''", "ooc, p2vit", "bitstream, 1"})
    void missingRtlIsAnsweredWithTheCommandThatMakesIt(String step, String last) throws Exception {
        refused(scripts.run(step, "kv260", "kv260", last), "no RTL in", "make rtl CONFIG=kv260");
    }

    @Test
    void aHalfEmptyFolderOfRtlIsRefused() throws Exception {
        Path half = Files.createDirectories(scripts.rtl("half"));
        Files.copy(scripts.rtl("tiny").resolve("p2vit_ip.tcl"), half.resolve("p2vit_ip.tcl"));
        refused(scripts.run("ip", "kv260", "half"), "p2vit.v is missing", "make rtl CONFIG=half");
        Files.delete(half.resolve("p2vit_ip.tcl"));
        Files.delete(half);
    }

    @Test
    void anUnknownUnitIsAnsweredWithTheKnownOnes() throws Exception {
        refused(
                scripts.run("ooc", "kv260", "tiny", "MatMul"),
                "no clocked unit 'MatMul'",
                "MatMulUnit",
                "LayerNormUnit");
    }

    @ParameterizedTest
    @CsvSource({"setup, -0.123", "hold, -0.004"})
    void missedTimingIsAFailure(String kind, String slack) throws Exception {
        Map<String, String> missed = Map.of(kind, slack);
        String message = " MHz: %s slack %s ns".formatted(kind, slack);
        refused(scripts.run(missed, "ooc", "kv260", "tiny", "MatMulUnit"), "missed at 100" + message, "timing.rpt");
        assertThat(scripts.build("kv260").resolve("ooc/MatMulUnit")).doesNotExist();
        Result result = scripts.run(missed, "bitstream", "kv260", "tiny", "1");
        refused(result, "missed at 99.999" + message);
        assertThat(result.commands()).noneMatch(command -> command.contains("write_bitstream"));
        assertThat(scripts.build("kv260").resolve("bitstream")).doesNotExist();
        assertThat(scripts.build("kv260").resolve("bitstream.partial/timing.rpt"))
                .exists();
    }

    @Test
    void theClockThatTimingMissesIsThatOfTheConfiguration() throws Exception {
        refused(scripts.run(Map.of("setup", "-0.1"), "ooc", "zcu104", "zcu104", "MatMulUnit"), "missed at 250 MHz");
    }

    /** Such as the least width of a pulse, which is neither setup nor hold. */
    @ParameterizedTest
    @ValueSource(strings = {"Slack (VIOLATED) :  -0.1ns", "Timing constraints are not met."})
    void everyOtherMissedConstraintIsAFailureToo(String report) throws Exception {
        Result result = scripts.run(Map.of("timing", report), "bitstream", "kv260", "tiny", "1");
        refused(result, "a constraint other than setup and hold", "timing.rpt");
        assertThat(result.commands()).noneMatch(command -> command.contains("write_bitstream"));
    }

    /** 1499.985 MHz over a whole number. */
    @Test
    void aClockThatTheBoardCannotMakeIsRefused() throws Exception {
        Path data = scripts.rtl("tiny").resolve("p2vit_ip.tcl");
        String before = Files.readString(data);
        Files.writeString(data, before.replace("clock_mhz {100}", "clock_mhz {200}"));
        refused(
                scripts.run("bitstream", "kv260", "tiny", "1"),
                "makes 187.498 MHz of the 200 MHz of configuration tiny",
                "clockMhz");
        Files.writeString(data, before.replace("clock_mhz {100}", "clock_mhz {187.5}"));
        assertThat(scripts.run("bitstream", "kv260", "tiny", "1").status()).isZero();
        Files.writeString(data, before);
    }

    @Test
    void aDesignWithoutATimedPathIsAFailure() throws Exception {
        refused(scripts.run(Map.of("setup", "none"), "ooc", "kv260", "tiny", "MatMulUnit"), "there must be a clock");
    }

    @Test
    void aResultOfBeforeDoesNotSurviveAFailure() throws Exception {
        assertThat(scripts.run("bitstream", "kv260", "tiny", "1").status()).isZero();
        Path result = scripts.build("kv260").resolve("bitstream");
        assertThat(result.resolve("p2vit.bit")).exists();
        refused(
                scripts.run(Map.of("status", "synth_design ERROR"), "bitstream", "kv260", "tiny", "1"),
                "run synth_1 ended with 'synth_design ERROR'",
                "runme.log");
        assertThat(result).doesNotExist();
        refused(scripts.run("program", "kv260", "host:1"), "no ", "p2vit.bit", "make bitstream BOARD=kv260");
    }

    @Test
    void missingBoardFilesAreNamed() throws Exception {
        refused(
                scripts.run(Map.of("board_parts", "xilinx.com:zcu104:part0:1.1"), "bitstream", "kv260", "tiny", "1"),
                "no board files for xilinx.com:kv260_som:part0;");
    }

    @Test
    void anIpThatIsNotPackagedIsAnsweredWithTheCommandThatDoesIt() throws Exception {
        refused(scripts.run("bitstream", "zcu104", "tiny", "1"), "no packaged IP", "make ip BOARD=zcu104");
        refused(scripts.run("project", "zcu104", "tiny"), "no packaged IP", "make ip BOARD=zcu104");
    }

    @Test
    void aPackagerThatInfersNothingOrWritesNothingIsAFailure() throws Exception {
        refused(scripts.run(Map.of("inferred", "0"), "ip", "kv260", "tiny"), "did not infer interface s_axi_ctrl");
        assertThat(scripts.build("kv260").resolve("ip")).doesNotExist();
        refused(
                scripts.run(Map.of("used_in", "0"), "ip", "kv260", "tiny"),
                "p2vit_ooc.xdc is for use out of context only");
        refused(scripts.run(Map.of("component", "0"), "ip", "kv260", "tiny"), "wrote no component.xml");
        assertThat(scripts.build("kv260").resolve("ip")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void exactlyOneDeviceIsProgrammed(String devices) throws Exception {
        Path bitstream = scripts.build("pynq-z2").resolve("bitstream/p2vit.bit");
        Files.createDirectories(bitstream.getParent());
        Files.write(bitstream, new byte[1]);
        Result result = scripts.run(Map.of("devices", devices), "program", "pynq-z2", "lab:3121");
        refused(result, devices + " devices xc7z020* answer at lab:3121");
        assertThat(result.steps()).doesNotContain("program_hw_devices");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "synthesize_design -top x | unknown command synthesize_design",
                "synth_design -topp x | no option -topp",
                "synth_design -top | has no value",
                "create_project a b c -part x | 3 arguments",
                "create_project a b | without -part",
                "set_property voltage 1 [current_project] | no property voltage",
                "create_bd_cell -type ip -vlnv xilinx.com:ip:axi_dma d | no IP xilinx.com:ip:axi_dma",
                "add_files /nowhere | no file /nowhere",
                "get_bd_pins p2vit/clk | no pin p2vit/clk",
                "puts [lmap x {1 2} {set x}] | unknown command lmap",
                "set_param board.paths x | no parameter board.paths x",
                "get_bd_ports fan | no port fan",
            })
    void theStubIsStrict(String script, String complaint) throws Exception {
        Result result = scripts.script(script);
        assertThat(result.status()).isNotZero();
        assertThat(result.errors()).contains(complaint);
    }

    @Test
    void theStubFindsWhatIsNotWired() throws Exception {
        String cell = "set r [create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset r]\n"
                + "set s [create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e s]\n";
        String connect = "connect_bd_net [get_bd_pins s/pl_clk0] [get_bd_pins r/slowest_sync_clk]\n";
        assertThat(scripts.script(cell + connect + connect).errors()).contains("driven already");
        assertThat(scripts.script(cell + connect + "validate_bd_design").errors())
                .contains("r/ext_reset_in is not connected");
        assertThat(scripts.script(cell + "get_bd_pins s/saxihp0_fpd_aclk").errors())
                .contains("no pin s/saxihp0_fpd_aclk");
        assertThat(scripts.script(cell + "set_property -dict {CONFIG.PSU__USE__S_AXI_GP2 1} $s\n"
                                + "get_bd_pins s/saxihp0_fpd_aclk")
                        .status())
                .isZero();
        assertThat(scripts.script("create_bd_port -dir O fan\nvalidate_bd_design")
                        .errors())
                .contains("fan is not connected");
        assertThat(scripts.script(cell + "set_property -dict {CONFIG.PSU__USE__S_AXI_GP7 1} $s")
                        .errors())
                .contains("no property CONFIG.PSU__USE__S_AXI_GP7");
    }
}
