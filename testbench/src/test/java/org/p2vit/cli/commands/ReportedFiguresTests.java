// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.CommandReport;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Origin;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.BudgetUse;
import org.p2vit.hw.config.Resource;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.testbench.FourBitMachine;
import org.p2vit.testbench.performance.BenchCase;
import org.p2vit.testbench.performance.BenchRows;
import org.p2vit.testbench.performance.WeightBits;
import org.p2vit.testbench.results.ResultRow;
import org.p2vit.testbench.results.ResultTable;
import org.p2vit.testbench.results.Results;
import org.p2vit.testbench.synthesis.DeviceFamily;
import org.p2vit.testbench.synthesis.ResourceUse;
import org.p2vit.testbench.synthesis.SynthesisReport;
import org.p2vit.testbench.synthesis.WideNet;

/** Reports as commands write them now become rows with all their figures. */
class ReportedFiguresTests {
    @TempDir
    private Path folder;

    @Test
    void bench() throws IOException {
        BenchCase eight = BenchCase.of(FourBitMachine.CONFIG, Architecture.named("deit-tiny"), MemoryTiming.STANDARD);
        BenchCase four = eight.with(WeightBits.FOUR);
        Object result = new BenchCommand.Result(
                List.of(BenchRows.of(eight, 1_200_000, 0), BenchRows.of(four, 600_000, 0)),
                List.of(BenchRows.of(eight.with(Overlap.NEITHER), 1_800_000, 0), BenchRows.of(eight, 1_200_000, 0)));
        Results results = published("bench", List.of("bench"), result);

        ResultRow row = results.rows(ResultTable.CYCLES).get(0);
        requireWhole(ResultTable.CYCLES, row);
        assertThat(row.cells())
                .containsEntry("network", "deit-tiny")
                .containsEntry("weights", "8")
                .containsEntry("images", "1")
                .containsEntry("cycles", "1,200,000")
                // BenchRows lets the array work half of the cycles; 187.5 MHz / 1.2 M cycles.
                .containsEntry("array busy", "50.0 %")
                .containsEntry("MHz", "187.5")
                .containsEntry("FPS", "156");
        requireWhole(
                ResultTable.FEWER_BITS, results.rows(ResultTable.FEWER_BITS).get(0));
        assertThat(results.rows(ResultTable.FEWER_BITS).get(0).cells()).containsEntry("gain", "2.00 ×");
        assertThat(results.rows(ResultTable.OVERLAP))
                .extracting(one -> one.cell("relative"))
                .containsExactly("1.50 ×", "1.00 ×");
    }

    @Test
    void estimate() throws IOException {
        CliRun run = CliRun.of(
                "estimate", "--config", "kv260", "--json", folder.resolve("estimate.json"), "--commit", "fedc");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);

        ResultRow row = results().rows(ResultTable.ESTIMATES).get(0);

        requireWhole(ResultTable.ESTIMATES, row);
        assertThat(row.cells()).containsEntry("configuration", "kv260").containsEntry("memory", "standard");
        assertThat(row.commit()).isEqualTo("fedc");
    }

    @Test
    void synth() throws IOException {
        ResourceUse use = new ResourceUse(70_712, 0, 26_000, 613, 203, 48, 0);
        Object report = new SynthesisReport(
                "p2vit",
                DeviceFamily.XCUP,
                use,
                4.62,
                List.of(new WideNet("enable", 700)),
                List.of(new SynthesisReport.UnitUse("norm", "NormUnit", use, 3.84)),
                List.of(
                        new BudgetUse(Resource.LUT, 70_712, 117_120, 60.38, 70),
                        new BudgetUse(Resource.BRAM36, 101.5, 144, 70.49, 80),
                        new BudgetUse(Resource.URAM, 0, 0, 0, 80)),
                List.of());
        Results results = published("synth", List.of("synth", "p2vit.v", "--config", "my/big.yaml"), report);

        assertThat(results.rows(ResultTable.AREA).get(0).cells())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "configuration", "big",
                        "LUT", "70.7 k of 117.1 k, 60.4 %",
                        "BRAM36", "101.5 of 144, 70.5 %",
                        "URAM", "none",
                        "slowest unit", "3.8 ns",
                        "whole", "4.6 ns",
                        "faults", "0"));
    }

    @Test
    void evaluateAndAblation() throws IOException {
        TrainedFiles files = TrainedFiles.of(folder, 6);
        String labels = "glyph-00004.png 0\nglyph-00005.png 1\n";
        for (String command : List.of("evaluate --no-baselines", "ablation --calibration-images=4")) {
            String[] words = command.split(" ");
            CliRun run = files.runLabelled(words[0], labels, words[1], "--json", folder.resolve(words[0] + ".json"));
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        }
        Results results = results();
        requireWhole(ResultTable.ACCURACY, results.rows(ResultTable.ACCURACY).get(0));
        requireWhole(ResultTable.ABLATION, results.rows(ResultTable.ABLATION).get(0));
        assertThat(results.rows(ResultTable.ACCURACY).get(0).cell("images"))
                .isEqualTo("2 of " + files.images().getFileName());
        assertThat(results.rows(ResultTable.ABLATION).get(0).cell("calibration"))
                .startsWith("4 of ");
    }

    private static void requireWhole(ResultTable table, ResultRow row) {
        assertThat(row.cells().keySet()).containsAll(table.keys()).containsAll(table.figures());
        assertThat(row.cells().values()).noneMatch(cell -> cell.isBlank() || cell.contains("NaN"));
    }

    private Results published(String command, List<String> arguments, Object result) throws IOException {
        Origin origin = new Origin("2026-12-02T08:00:00Z", "fedc", null, arguments);
        new CommandReport(command, "0", origin, ExitCode.OK, 0, 1, null, List.of(), result)
                .writeTo(folder.resolve("report.json"));
        return results();
    }

    private Results results() throws IOException {
        Path data = Files.writeString(folder.resolve("rows"), "{}");
        Path page = Files.writeString(folder.resolve("page"), "<!-- results: summary -->\n<!-- end of summary -->\n");
        CliRun run = CliRun.of("results", "--reports", folder, "--data", data, "--page", page);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return Results.read(data);
    }
}
