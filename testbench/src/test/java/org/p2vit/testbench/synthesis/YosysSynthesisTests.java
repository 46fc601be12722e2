// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.synthesis.SynthesisReport.UnitUse;
import org.p2vit.testbench.verilator.BuildException;

@Tag("synth")
class YosysSynthesisTests {
    /** A bank of 1024 words of 32 bits (one 36 Kbit block) and an 8×8 product (one multiplier block). */
    private static final String LANE = """
            module Lane(input aclk, input we, input [9:0] wa, ra, input [31:0] d, output reg [31:0] q,
                        input signed [7:0] a, b, output reg signed [15:0] p);
              reg [31:0] storage [0:1023];
              always @(posedge aclk) begin
                if (we) storage[wa] <= d;
                q <= storage[ra];
                p <= a * b;
              end
            endmodule
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void countsEachUnitAndTheWhole(DeviceFamily family) throws IOException {
        SynthesisReport report = synthesise(LANE + """
                module Top(input aclk, input we, input [9:0] wa, ra, input [31:0] d, output [63:0] q,
                           input signed [7:0] a, b, c, output signed [31:0] p, input [4:0] e, output reg [4:0] f);
                  Lane low(aclk, we, wa, ra, d, q[31:0], a, b, p[15:0]);
                  Lane high(aclk, we, wa, ra, d, q[63:32], a, c, p[31:16]);
                  always @(posedge aclk) f <= e;
                endmodule
                """, family);
        assertThat(report.faults()).isEmpty();
        assertThat(report.units()).extracting(UnitUse::name).containsExactly("high", "low");
        assertThat(report.units()).allSatisfy(lane -> {
            assertThat(lane.module()).isEqualTo("Lane");
            assertThat(lane.use().bram18()).isEqualTo(2);
            assertThat(lane.use().dsp()).isEqualTo(1);
        });
        assertThat(report.total().bram18()).isEqualTo(4);
        assertThat(report.total().dsp()).isEqualTo(2);
        assertThat(report.total().ff())
                .isEqualTo(5 + 2 * report.units().get(0).use().ff());
    }

    @Test
    void latchIsAFault() throws IOException {
        SynthesisReport report = synthesise(
                "module Top(input g, input a, output reg l); always @* if (g) l = a; endmodule", DeviceFamily.XC7);
        assertThat(report.faults()).singleElement().asString().startsWith("latch Top/");
        assertThat(report.total().latch()).isEqualTo(1);
    }

    @Test
    void loopThroughTwoModulesIsAFault() throws IOException {
        SynthesisReport report = synthesise("""
                module Gate(input a, b, output y); assign y = a & b; endmodule
                module Top(input a, b, output y); wire x; Gate g(x, a, y); assign x = y ^ b; endmodule
                """, DeviceFamily.XC7);
        assertThat(report.faults()).singleElement().asString().contains("logic loop");
    }

    @Test
    void memoryInFlipFlopsIsAFault() throws IOException {
        SynthesisReport report = synthesise("""
                module Top(input aclk, input we, ve, input [5:0] wa, va, ra, input [7:0] d, output [7:0] q);
                  reg [7:0] storage [0:63];
                  always @(posedge aclk) begin
                    if (we) storage[wa] <= d;
                    if (ve) storage[va] <= ~d;
                  end
                  assign q = storage[ra];
                endmodule
                """, DeviceFamily.XC7);
        assertThat(report.faults()).containsExactly("memory Top.storage became flip-flops");
    }

    @Test
    void tableInLogicIsNoFault() throws IOException {
        SynthesisReport report = synthesise("""
                module Top(input [5:0] a, output [7:0] q);
                  reg [7:0] table_ [0:63];
                  integer i;
                  initial for (i = 0; i < 64; i = i + 1) table_[i] = i * i;
                  assign q = table_[a];
                endmodule
                """, DeviceFamily.XC7);
        assertThat(report.faults()).isEmpty();
        assertThat(report.total().lut()).isPositive();
    }

    @Test
    void undrivenWireIsAFault() throws IOException {
        SynthesisReport report =
                synthesise("module Top(input a, output y); wire w; assign y = a ^ w; endmodule", DeviceFamily.XC7);
        assertThat(report.faults()).singleElement().asString().contains("w").contains("driver");
    }

    @Test
    void aMemoryThatCannotBeOfTheKindItAsksForIsRefused() {
        assertThatThrownBy(() -> synthesise("""
                module Top(input aclk, input we, input [9:0] wa, ra, input [31:0] d, output [31:0] q);
                  (* ram_style = "block" *) reg [31:0] storage [0:1023];
                  always @(posedge aclk) if (we) storage[wa] <= d;
                  assign q = storage[ra];
                endmodule
                """, DeviceFamily.XC7))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("no valid mapping found for memory Top.storage");
    }

    @Test
    void unitsMayLieDeeper() throws IOException {
        Path file = Files.writeString(folder.resolve("deep.v"), """
                module Leaf(input a, b, output y); assign y = a & b; endmodule
                module Middle(input a, b, c, output y);
                  wire x;
                  Leaf first(a, b, x);
                  Leaf second(x, c, y);
                endmodule
                module Top(input a, b, c, output y);
                  Middle inner(a, b, c, y);
                endmodule
                """);
        SynthesisReport report = YosysSynthesis.run(file, "Top", "Middle", DeviceFamily.XC7, folder.resolve("yosys"));
        assertThat(report.units()).extracting(UnitUse::name).containsExactly("first", "second");
        assertThat(report.total().lut()).isEqualTo(2);
        assertThatThrownBy(() -> YosysSynthesis.run(file, "Top", "Nowhere", DeviceFamily.XC7, folder.resolve("yosys")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Nowhere");
    }

    @Test
    void whatIsNoVerilogIsRefused() {
        assertThatThrownBy(() -> synthesise("module Top(", DeviceFamily.XC7))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("syntax error");
    }

    private SynthesisReport synthesise(String verilog, DeviceFamily family) throws IOException {
        Path file = Files.writeString(folder.resolve("design.v"), verilog);
        return YosysSynthesis.run(file, "Top", "Top", family, folder.resolve("yosys"));
    }
}
