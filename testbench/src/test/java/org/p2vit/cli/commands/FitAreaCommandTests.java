// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.CommandReport;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Origin;

class FitAreaCommandTests {
    @TempDir
    private Path folder;

    /** Two sizes of NORM, 8 and 16 channels: 900 and 1700 LUTs are 100 for each channel and 100 besides. */
    @Test
    void partsAreFoundFromUnits() throws IOException {
        report("tiny", "tiny", 900);
        report("kv260", "kv260", 1700);

        CliRun run = fit();

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        List<String[]> norm = Files.readAllLines(folder.resolve("area.csv")).stream()
                .map(line -> line.split(","))
                .filter(cells -> cells[0].equals("norm"))
                .toList();
        assertThat(norm).hasSize(2).allSatisfy(cells -> assertThat(Double.parseDouble(cells[2]))
                .isBetween(99.0, 101.0));
    }

    /** Units of a machine that is held out are not learnt from. */
    @Test
    void whatIsHeldOutIsComparedOnly() throws IOException {
        report("tiny", "tiny", 900);
        report("kv260", "kv260", 999_999);

        fit("--held-out", "kv260");

        assertThat(folder.resolve("area.csv")).content().doesNotContain("lane.multiply");
    }

    @Test
    void withoutReportsItSaysHowToMakeSome() throws IOException {
        Files.createDirectories(folder.resolve("reports"));
        fit().assertRefused("no report of a whole machine", "make synth CONFIG=");
    }

    private CliRun fit(String... more) {
        List<Object> args = new ArrayList<>(
                List.of("fit-area", "--reports", folder.resolve("reports"), "--output", folder.resolve("area.csv")));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    private void report(String name, String config, long normLuts) throws IOException {
        Files.createDirectories(folder.resolve("reports"));
        Map<String, Object> norm =
                Map.of("name", "norm", "module", "LayerNormUnit", "use", Map.of("lut", normLuts, "ff", normLuts));
        Map<String, Object> result = Map.of("total", Map.of("lut", 0, "ff", 0), "units", List.of(norm));
        Origin origin = new Origin(
                "2026-12-02T08:00:00Z",
                "fedc",
                "make synth",
                List.of("synth", "p2vit.v", "--inside", "Engine", "--config", config));
        new CommandReport("synth", "0", origin, ExitCode.OK, 0, 1, null, List.of(), result)
                .writeTo(folder.resolve("reports").resolve("synth-" + name + ".json"));
    }
}
