// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

@Tag("cosim")
class CoverageCosimTests {
    private static final String COUNTER = """
            module counter (
              input  wire          step,
              output reg  [2:0]    count,
              input  wire          clk,
              input  wire          aresetn
            );

              always @(posedge clk) begin
                if(!aresetn) begin
                  count <= 3'b000;
                end else begin
                  if(step) begin
                    count <= (count + 3'b001);
                  end
                end
              end

            endmodule
            """;

    @TempDir
    private Path folder;

    private Path verilog() throws IOException {
        Path file = folder.resolve("small/counter.v");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, COUNTER);
    }

    private RtlCoverage after(VerilatedModel built, int steps, Waiver... waivers) {
        try (Model model = built.open()) {
            model.reset("aresetn", 2);
            model.set("step", steps > 0 ? 1 : 0);
            model.step(Math.max(steps, 2));
        }
        return RtlCoverage.of(folder.resolve("log"), List.of(built.verilog()), new CoverageWaivers(List.of(waivers)));
    }

    /** Each instance adds to what those before it left: nothing is lost when a model is closed. */
    @Test
    void whatNoInstanceReachedIsReported() throws IOException {
        VerilatedModel built = VerilatedModel.build(
                verilog(), "counter", BuildOptions.defaults().withCoverage(folder.resolve("log")));

        ModuleResult idle = after(built, 0).designs().get(0).modules().get(0);
        assertThat(idle.branch()).isEqualTo(new Share(3, 0, 4));
        assertThat(idle.missing())
                .contains("branch if: if(step) begin", "line count <= (count + 3'b001);", "toggle count[2]");

        ModuleResult two = after(built, 2).designs().get(0).modules().get(0);
        assertThat(two.branch()).isEqualTo(new Share(4, 0, 4));
        assertThat(two.missing()).containsExactly("toggle count[2]");

        Waiver waiver = new Waiver("counter", CoverageKind.TOGGLE, "count[2]", "nobody counts so far");
        assertThat(after(built, 2, waiver).unneededWaivers()).isEmpty();
        assertThat(after(built, 5, waiver).unneededWaivers()).containsExactly("counter toggle \"count[2]\"");
    }

    /** Random contents at the start would count as toggles. */
    @Test
    void registersStartAtZeroWhileCoverageIsCounted() throws IOException {
        VerilatedModel built = VerilatedModel.build(
                verilog(),
                "counter",
                BuildOptions.defaults().withRandomState(true).withCoverage(folder.resolve("log")));

        for (int seed = 0; seed < 8; seed++) {
            built.open(seed).close();
        }

        assertThat(after(built, 0).designs().get(0).modules().get(0).missing())
                .contains("toggle count[0]", "toggle count[1]", "toggle count[2]");
    }
}
