// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class RtlCoverageTests {
    private static final String GATE = """
            module %s (
              input  wire [%d:0]    a,
              input  wire           %s
            );
              always @(posedge clk) begin
                if(a[%d]) begin
                  r <= a;
                end
              end
            endmodule
            """;

    @TempDir
    private Path folder;

    private Path design;

    @BeforeEach
    void anAcceleratorOfTwoModules() throws IOException {
        design = folder.resolve("small/p2vit.v");
        Files.createDirectories(design.getParent());
        Files.writeString(
                design, GATE.formatted("Gate_3", 1, "engine_resetn", 1) + "module Top (\n  Gate_3 gate (\nendmodule\n");
    }

    private void build(String name, String verilog, String... points) throws IOException {
        Path build = folder.resolve("log").resolve(name);
        Files.createDirectories(build);
        Files.writeString(build.resolve(RtlCoverage.VERILOG), verilog);
        Files.writeString(build.resolve("1.dat"), "# SystemC::Coverage-3\n" + String.join("\n", points) + "\n");
    }

    private static String point(String page, int line, String name, String lines, int count) {
        return "C '\001f\002dut.v\001l\002" + line + "\001n\0023\001page\002" + page + "\001o\002" + name
                + (lines.isEmpty() ? "" : "\001S\002" + lines) + "\001h\002TOP.x' " + count;
    }

    private DesignResult small(Waiver... waivers) {
        return of(waivers).designs().get(0);
    }

    private RtlCoverage of(Waiver... waivers) {
        return RtlCoverage.of(folder.resolve("log"), List.of(design), new CoverageWaivers(List.of(waivers)));
    }

    private void wholeRun() throws IOException {
        String shifted = "// a comment\n" + Files.readString(design);
        build(
                "p2vit",
                shifted,
                point("v_line/Gate_3", 6, "block", "6", 9),
                point("v_branch/Gate_3", 7, "if", "7-8", 0),
                point("v_branch/Gate_3", 7, "else", "", 9),
                point("v_toggle/Gate_3", 3, "a[0]", "", 4),
                point("v_toggle/Gate_3", 3, "a[1]", "", 0),
                point("v_toggle/Gate_3", 4, "engine_resetn", "", 1),
                point("v_toggle/Top", 12, "x", "", 1));
    }

    @Test
    void whatNoRunReachedIsMissing() throws IOException {
        wholeRun();

        DesignResult result = small();

        assertThat(result.notRun()).isEmpty();
        assertThat(result.line()).isEqualTo(new Share(1, 0, 3));
        assertThat(result.branch()).isEqualTo(new Share(1, 0, 2));
        assertThat(result.toggle()).isEqualTo(new Share(3, 0, 4));
        assertThat(result.modules().get(0).missing())
                .containsExactly("line if(a[1]) begin", "line r <= a;", "branch if: if(a[1]) begin", "toggle a[1]");
    }

    /** The same module has another name and another reset when it is tested alone. */
    @Test
    void aUnitAloneCountsForTheSameModule() throws IOException {
        wholeRun();
        build(
                "unit",
                GATE.formatted("Gate", 1, "aresetn", 1),
                point("v_branch/Gate", 6, "if", "6-7", 2),
                point("v_toggle/Gate", 2, "a[1]", "", 3),
                point("v_toggle/Gate", 3, "aresetn", "", 3));

        assertThat(small().modules().get(0).missing()).isEmpty();
    }

    /** Statements are those of the source; bits of another width are other bits. */
    @Test
    void aModuleOfOtherWidthCountsForStatementsOnly() throws IOException {
        wholeRun();
        build(
                "wide",
                GATE.formatted("Gate", 7, "aresetn", 7),
                point("v_branch/Gate", 6, "if", "6-7", 2),
                point("v_toggle/Gate", 2, "a[1]", "", 3));

        assertThat(small().modules().get(0).missing()).containsExactly("toggle a[1]");
    }

    @Test
    void aModuleThatNoRunHadIsAFault() throws IOException {
        build("wide", GATE.formatted("Gate", 7, "aresetn", 7), point("v_branch/Gate", 6, "if", "6-7", 2));

        assertThat(small().notRun()).containsExactly("Gate_3", "Top");
        assertThat(of().sound()).isFalse();
    }

    @Test
    void waivedIsNotMissing() throws IOException {
        wholeRun();

        DesignResult result = small(new Waiver("Gate", CoverageKind.TOGGLE, "a[*]", "tied low"));

        assertThat(result.toggle()).isEqualTo(new Share(3, 1, 4));
        assertThat(result.toggle().percent()).isEqualTo(100);
        assertThat(result.modules().get(0).missing()).doesNotContain("toggle a[1]");
    }

    @Test
    void aNeedlessWaiverIsAFault() throws IOException {
        wholeRun();

        RtlCoverage result = of(new Waiver("Gate", CoverageKind.TOGGLE, "a[0]", "tied low"));

        assertThat(result.unneededWaivers()).containsExactly("Gate toggle \"a[0]\"");
        assertThat(result.sound()).isFalse();
    }

    @Test
    void countsOfRunsAddUp() throws IOException {
        build("p2vit", Files.readString(design), point("v_toggle/Top", 12, "x", "", 0));
        Path more = folder.resolve("log/p2vit/2.dat");
        Files.writeString(more, "# SystemC::Coverage-3\n" + point("v_toggle/Top", 12, "x", "", 5) + "\n");

        assertThat(of().runs()).isEqualTo(2);
        assertThat(small().toggle()).isEqualTo(new Share(1, 0, 1));
    }

    @Test
    void whatIsNoCoverageIsRefused() throws IOException {
        assertThatThrownBy(this::of)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds no coverage");
        build("p2vit", Files.readString(design), "C 'v_toggle' many");
        assertThatThrownBy(this::of)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("point without a count");
    }

    /** A waiver without a reason is none. */
    @Test
    void theWaiversOfTheProjectHaveReasons() {
        assertThatThrownBy(() -> new Waiver("Gate", CoverageKind.LINE, "*", " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CoverageWaivers.load().count()).isGreaterThanOrEqualTo(0);
    }
}
