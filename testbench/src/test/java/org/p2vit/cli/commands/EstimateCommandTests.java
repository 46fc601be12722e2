// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.testbench.FourBitMachine;
import tools.jackson.databind.JsonNode;

class EstimateCommandTests {
    @TempDir
    private Path folder;

    @Test
    void predictsEveryLayerAndUnit() {
        Path json = folder.resolve("estimate.json");
        CliRun run = CliRun.of("estimate", "--config", "zcu104", "--arch", "deit-tiny", "--json", json);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("patch_embed", "blocks.11.fc2", "logits", "MATMUL", "deit-tiny, weights 8, on zcu104");
        JsonNode result = CliRun.report(json).path("result");
        // The whole network over 2048 multipliers without a lost cycle, but for A.V (7.1 %).
        assertThat(result.path("cycles").asLong()).isBetween((long) (1.253e9 * 0.929 / 2048), 700_000L);
        assertThat(run.out()).contains("the RTL's count may be 2 % off");
        assertThat(result.path("uncertaintyPercent").asInt()).isEqualTo(2);
        assertThat(result.path("layers").size()).isEqualTo(1 + 12 * 7 + 1);
        assertThat(result.path("busy").path("SHIFTMM").asLong()).isPositive();
    }

    /** What 4-bit layers reach of their own peak, beside the 8-bit layers of the same network. */
    @Test
    void linearLayersAreSummedByTheirPeak() {
        Path json = folder.resolve("estimate.json");
        CliRun run = CliRun.of("estimate", "--config", FourBitMachine.FILE, "--weights", "mixed", "--json", json);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("at best 1024 MACs", "at best 2048 MACs", "weights mixed");
        JsonNode result = CliRun.report(json).path("result");
        assertThat(result.path("weightBits").asString()).isEqualTo("mixed");
        JsonNode int4 = result.path("linear").path(1);
        assertThat(int4.path("macsPerCycle").asInt()).isEqualTo(2048);
        assertThat(int4.path("utilisation").asDouble()).isBetween(0.9, 1.0);
        assertThat(int4.path("cycles").asDouble()).isPositive();
    }

    @Test
    void bitsAndBundleExcludeEachOther() throws IOException {
        CliRun.of("estimate", "--bundle", Files.createFile(folder.resolve("any")), "--weights", "4")
                .assertUsage("--weights has no effect", "--bundle");
    }

    @Test
    void networkThatDoesNotFitNamesTheLimit() {
        CliRun run = CliRun.of("estimate", "--config", "tiny", "--arch", "deit-base");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("limits.");
    }

    @Test
    void unknownMemoryNamesTheKnownOnes() {
        CliRun run = CliRun.of("estimate", "--memory", "fast");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("fast", "standard", "harder");
    }
}
