// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.testbench.fpga.VivadoScripts.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The script of one unit alone, for every board with its own configuration, and what it writes for programs. */
@Tag("tools")
@Tag("fpga")
class VivadoUnitScriptTests {
    @TempDir
    private static Path folder;

    private static VivadoScripts scripts;

    @BeforeAll
    static void copy() throws IOException {
        scripts = new VivadoScripts(folder, "kv260", "zcu104", "pynq-z2", "tiny");
    }

    @ParameterizedTest
    @CsvSource({
        "kv260, p2vit, xck26-sfvc784-2LV-c, 187.5, 5.333",
        "kv260, MatMulUnit, xck26-sfvc784-2LV-c, 187.5, 5.333",
        "zcu104, p2vit, xczu7ev-ffvc1156-2-e, 250, 4.000",
        "zcu104, SoftmaxUnit, xczu7ev-ffvc1156-2-e, 250, 4.000",
        "pynq-z2, p2vit, xc7z020clg400-1, 100, 10.000",
        "pynq-z2, LayerNormUnit, xc7z020clg400-1, 100, 10.000",
    })
    void aUnitIsSynthesisedAlone(String board, String unit, String part, double clockMhz, String periodNs)
            throws Exception {
        Result result = scripts.succeed("ooc", board, board, unit);
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
        Path clock = scripts.rtl(board).resolve("p2vit_ooc.xdc");
        assertThat(result.commands())
                .contains("synth_design -top " + unit + " -part " + part + " -mode out_of_context")
                .contains("read_verilog " + scripts.rtl(board).resolve("p2vit.v"))
                .contains("read_xdc -mode out_of_context " + clock);
        assertThat(Files.readString(clock)).contains("create_clock -name aclk -period " + periodNs + " ");
        JsonNode summary = summary(board, unit);
        assertThat(summary.path("board").asString()).isEqualTo(board);
        assertThat(summary.path("config").asString()).isEqualTo(board);
        assertThat(summary.path("clock_mhz").asDouble()).isEqualTo(clockMhz);
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

    private static JsonNode summary(String board, String unit) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(scripts.build(board).resolve("ooc/" + unit + "/summary.json")));
    }

    private static JsonNode summary(Map<String, String> scenario) throws Exception {
        Result result = scripts.run(scenario, "ooc", "pynq-z2", "tiny", "NormPipe");
        assertThat(result.status()).as(result.errors()).isZero();
        return summary("pynq-z2", "NormPipe");
    }
}
