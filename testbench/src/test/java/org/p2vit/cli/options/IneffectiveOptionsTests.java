// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;

/** Options that decide nothing beside others are errors, before any work. */
class IneffectiveOptionsTests {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"estimate", "energy"})
    void anArchitectureBesideABundle(String command) {
        Path bundle = new NetworkFiles(folder).bundle(NetworkFiles.SMALL);
        CliRun.of(command, "--bundle", bundle, "--arch", "deit-tiny").assertUsage("--arch has no effect", "--bundle");
        CliRun.of(command, "--bundle", bundle, "--weights", 4).assertUsage("--weights has no effect", "--bundle");
        assertThat(CliRun.of(command, "--bundle", bundle, "--config", "tiny").exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void theDemosOptionsForANetworkOfOnesOwn() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        Object[] simulate = {
            "simulate", "--bundle", files.bundle(NetworkFiles.SMALL), "--image", files.images(1), "--cache", folder
        };
        CliRun.of(simulate).assertUsage("--cache has no effect", "--bundle");
        Object[] boardTest = {
            "board-test",
            "--bundle",
            files.bundle(NetworkFiles.SMALL),
            "--image",
            folder,
            "--seed",
            5,
            "--output",
            folder.resolve("out")
        };
        CliRun.of(boardTest).assertUsage("--seed has no effect on --image");
    }

    @Test
    void twoBudgets() throws IOException {
        TrainedFiles.of(folder, 4)
                .run("search", "--budget", 0.7, "--budget-cycles", 0.7, "--bit-table", folder.resolve("t.json"))
                .assertUsage("--budget has no effect", "--budget-cycles");
    }

    @Test
    void theReportOfASearchWithoutAPage() throws IOException {
        TrainedFiles.of(folder, 2)
                .runLabelled(
                        "evaluate", "glyph-00000.png 0\n", "--search", Files.createFile(folder.resolve("search.json")))
                .assertUsage("--search has no effect", "--html");
    }

    @Test
    void aFamilyWhereTheBoardHasADevice() throws IOException {
        Path verilog = Files.writeString(folder.resolve("top.v"), "module top; endmodule\n");
        CliRun.of("synth", verilog, "--config", "kv260", "--family", "xc7")
                .assertUsage("--family has no effect", "kv260");
    }

    @Test
    void theReportSaysUsageToo() {
        Path json = folder.resolve("report.json");
        Path bundle = new NetworkFiles(folder).bundle(NetworkFiles.SMALL);
        CliRun.of("estimate", "--bundle", bundle, "--arch", "deit-tiny", "--json", json)
                .assertUsage("--arch");
        assertThat(CliRun.report(json).path("exitCode").asString()).isEqualTo("USAGE");
    }
}
