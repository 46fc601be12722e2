// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.unit.matmul.ProductChain;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.ModuleFolder;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The chain that synthesis gets, of named blocks, does in every cycle what the emitted one does. */
@Tag("cosim")
class DspColumnsCosimTests {
    private static final long SEED = 31;
    private static final int CYCLES = 100_000;
    private static final int STAGES = ProductChain.STAGES;
    private static final Pattern CHAIN =
            Pattern.compile("^module ProductChain \\(.*?^endmodule$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void namedBlocksAddLikeTheEmittedChain() throws IOException {
        String named = DspColumns.text(DspColumns.BLOCKS);
        Random random = new Random(SEED);
        try (Model model = model(named).open(SEED)) {
            int different = compare(model, random);
            assertThat(different).as("with seed %d", SEED).isZero();
        }
        String wrong = named.replace("48'd131072", "48'd131071");
        assertThat(wrong).isNotEqualTo(named);
        try (Model model = model(wrong).open(SEED)) {
            assertThat(compare(model, random))
                    .as("cycles in which a wrong one differs")
                    .isPositive();
        }
    }

    private static int compare(Model model, Random random) {
        int different = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int stage = 0; stage < STAGES; stage++) {
                // Registers begin with anything, so all take something first.
                model.set("advance_" + stage, cycle < 2 * STAGES || random.nextInt(4) > 0 ? 1 : 0);
            }
            for (int link = 0; link < ProductChain.LINKS; link++) {
                model.set("tokens_" + link, random.nextInt(1 << 27));
                model.set("weights_" + link, random.nextInt(1 << 8));
            }
            model.step();
            different += cycle >= 2 * STAGES && model.get("differs") != 0 ? 1 : 0;
        }
        return different;
    }

    private VerilatedModel model(String named) throws IOException {
        Matcher emitted = CHAIN.matcher(Files.readString(EmittedRtl.verilog(TinyAccelerator.CASCADE)));
        assertThat(emitted.find()).isTrue();
        String top = """
                module Columns (
                  input  wire        advance_0, advance_1, advance_2, advance_3, advance_4, advance_5,
                  input  wire [26:0] tokens_0, tokens_1, tokens_2, tokens_3,
                  input  wire [7:0]  weights_0, weights_1, weights_2, weights_3,
                  output wire        differs,
                  input  wire        aclk
                );
                  wire [17:0] a0, a1, b0, b1;
                  ProductChain emitted (.*, .sums_0(a0), .sums_1(a1), .engine_resetn(1'b1));
                  NamedChain named (.*, .sums_0(b0), .sums_1(b1), .engine_resetn(1'b1));
                  assign differs = a0 != b0 || a1 != b1;
                endmodule
                """;
        String blocks = block();
        Path file = Files.writeString(
                folder.resolve("columns.sv"),
                String.join(
                        "\n", top, emitted.group(), named.replace("module ProductChain", "module NamedChain"), blocks));
        return VerilatedModel.build(file, "Columns", BuildOptions.defaults().withClock("aclk"));
    }

    /** The block with the ports that synthesis is told of, and what it does. */
    private static String block() throws IOException {
        String timed = DspColumns.text(DspColumns.TIMING);
        String ports = timed.substring(timed.indexOf("module DSP48E2"), timed.indexOf("  specify"));
        return ports + Files.readString(ModuleFolder.resolve("src/test/resources/DSP48E2-behaviour.v"));
    }
}
