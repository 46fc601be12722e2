// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.VerilogNaming;

class GenerateTests {
    @TempDir
    Path directory;

    private String verilog(Supplier<? extends HwModule> module) throws IOException {
        return Files.readString(Generate.verilog(directory, module).file());
    }

    @Test
    void registerHasSynchronousActiveLowReset() throws IOException {
        assertThat(verilog(() -> new Samples.Mac(8, 32)))
                .contains("input  wire [7:0]    a,", "output reg  [31:0]   acc,", "input  wire          aresetn")
                .contains("always @(posedge aclk) begin\n    if(!aresetn) begin\n      acc <= 32'h0;")
                .contains("($signed(a) * $signed(b))");
    }

    @Test
    void fileNameAndTopAreReported() {
        var written = Generate.verilog(directory.resolve("new"), "core.v", () -> new Samples.Mac(8, 32));
        assertThat(written.top()).isEqualTo("Mac");
        assertThat(written.file()).isEqualTo(directory.resolve("new/core.v")).isRegularFile();
        assertThat(directory.resolve("new")).isDirectoryContaining("glob:**core.v");
        assertThat(Generate.verilog(directory, () -> new Samples.Mac(8, 32)).file())
                .hasFileName("Mac.v");
    }

    @Test
    void outputNamesNoDateHashToolOrSource() throws IOException {
        assertThat(verilog(Samples.Store::new))
                .startsWith("// SPDX-License-Identifier: Apache-2.0\n")
                .doesNotContain("SpinalHDL", "git", "Samples", ".java", ".bin", "timescale");
    }

    @Test
    void twoGenerationsAreIdentical() throws IOException {
        for (Supplier<? extends HwModule> module :
                java.util.List.<Supplier<? extends HwModule>>of(Samples.Store::new, Samples.Lanes::new)) {
            assertThat(verilog(module)).isEqualTo(verilog(module));
        }
    }

    @Test
    void equalModulesMergeAndVariantsDoNot() throws IOException {
        String text = verilog(Samples.Lanes::new);
        assertThat(text.lines().filter(line -> line.startsWith("module Mac"))).hasSize(2);
        assertThat(text).contains("Mac macs_0 (", "Mac_1 macs_1 (", "Mac macs_2 (");
    }

    @Test
    void everyKindOfFieldGivesItsName() throws IOException {
        String text = verilog(Samples.Named::new);
        assertThat(text)
                .contains(
                        " plain,",
                        " array_0,",
                        " array_1,",
                        " grid_0_0,",
                        " grid_1_0,",
                        " bySide_LEFT,",
                        " maybe,",
                        " couple_first,",
                        " couple_second,",
                        " pair_low,",
                        " pair_flag,",
                        " delayed,",
                        "stage_held;",
                        "stage_2;",
                        " stage;",
                        " sum;",
                        "plain_late_1;",
                        "plain_late_2;");
        assertThat(VerilogNaming.unnamed(text)).isEmpty();
    }

    @Test
    void memoriesCarryTheirStyleAndTablesTheirContents() throws IOException {
        String text = verilog(Samples.Store::new);
        assertThat(text)
                .contains("(* ram_style = \"block\" *) reg [15:0] ram [0:63];")
                .contains("table_1[0] = 8'b10000000;", "table_1[3] = 8'b01111111;")
                .contains("source_payload", "result_payload_flag", "held_low /* verilator public */")
                .contains("localparam PhaseEnum_RUN = 1'd1;", "reg        [0:0]    phase;");
        assertThat(VerilogNaming.unnamed(text)).isEmpty();
    }

    @Test
    void namingCheckSeesUnnamedPortsRegistersAndInstances() {
        String text = """
                module M (
                  input  wire [7:0]    _zz_port,
                  output wire          _zz_last
                );
                  wire _zz_fine;
                  reg  _zz_alsoFine;
                  Child _zz_child (
                  always @(posedge aclk) begin
                    _zz_count <= _zz_fine;
                    _zz_word[3 : 0] <= 4'h0;
                    if(a <= _zz_fine) begin
                """;
        assertThat(VerilogNaming.unnamed(text))
                .containsExactly("_zz_port", "_zz_last", "_zz_child", "_zz_count", "_zz_word");
    }
}
