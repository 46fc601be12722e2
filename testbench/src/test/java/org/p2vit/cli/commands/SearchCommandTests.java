// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.search.BitTable;
import org.p2vit.quant.search.SearchReport;
import org.p2vit.testbench.report.ReportFile;

class SearchCommandTests {
    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 8);
    }

    @Test
    void tableIsWrittenAndQuantizeFollowsIt() throws IOException {
        Files.createFile(files.images().resolve("a.webp"));
        CliRun run = search(
                "--budget", 0.85, "--html", folder.resolve("search.html"), "--json", folder.resolve("search.json"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("seed 1", "chosen", "held out from calibration");
        assertThat(run.out()).contains(files.images() + ": 1 file left out (1 .webp)");
        SearchReport report = ReportFile.search(folder.resolve("search.json")).orElseThrow();
        assertThat(report.setting().leftOut()).isEqualTo(Map.of(".webp", 1));
        assertThat(run.out())
                .contains("preprocessing " + report.setting().preprocessing().text());
        assertThat(report.setting().preprocessing().preprocess()).isEqualTo("shorter=35:bicubic,crop=32x32");
        assertThat(report.setting().preprocessing().mean()).hasSize(3);
        assertThat(Files.readString(folder.resolve("search.html")))
                .contains("Pareto front", "<svg")
                .doesNotContain("http");

        Path page = folder.resolve("evaluation.html");
        CliRun evaluate = files.runLabelled(
                "evaluate",
                "glyph-00000.png 0\nglyph-00001.png 4\n",
                "--bit-table",
                table(),
                "--search",
                folder.resolve("search.json"),
                "--no-baselines",
                "--html",
                page);
        assertThat(evaluate.exitCode()).as(evaluate.err()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(page)).contains("Mixed precision", "Weights and accuracy", "with bits.json");

        Path bundle = folder.resolve("mixed.p2vit");
        CliRun quantize = files.run("quantize", "--bit-table", table(), "--output", bundle);
        assertThat(quantize.exitCode()).as(quantize.err()).isEqualTo(ExitCode.OK);
        QuantizedVit network = QuantizedBundle.read(bundle);
        BitTable bits = BitTable.read(table());
        assertThat(bits.layers()).isNotEmpty().containsValue(LayerKind.dense(4));
        assertThat(network.blocks().get(0).fc1().kind())
                .isEqualTo(bits.layers().getOrDefault("blocks.0.fc1", LayerKind.dense(8)));
    }

    /** The estimate of the chosen network as a whole keeps the budget, but for what blocks take from each other. */
    @Test
    void cyclesOfAConfigurationAreABudgetToo() throws IOException {
        Path json = folder.resolve("search.json");
        CliRun run = search("--budget-cycles", 0.99, "--config", files.scalable(), "--json", json);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("cycles on tiny-w4", "estimated for the network as a whole");

        SearchReport report = ReportFile.search(json).orElseThrow();
        assertThat(report.choice().chosen().kinds()).isNotEmpty();
        assertThat((double) report.choice().chosenCycles()
                        / report.sensitivity().greatestCost())
                .isLessThan(0.995);
        assertThat(report.front()).allSatisfy(one -> assertThat(one.cost())
                .isLessThanOrEqualTo(report.sensitivity().greatestCost()));
    }

    @Test
    void kindsMayBeSparse() throws IOException {
        Path json = folder.resolve("search.json");
        Path page = folder.resolve("search.html");
        CliRun run = search("--budget", 0.95, "--kinds", "8,8s3:4", "--json", json, "--html", page);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("of 8s3:4");
        SearchReport report = ReportFile.search(json).orElseThrow();
        assertThat(report.choice().chosen().kinds())
                .isNotEmpty()
                .isEqualTo(BitTable.read(table()).layers());
        assertThat(report.choice().chosen().kinds().values()).containsOnly(LayerKind.parse("8s3:4"));
        assertThat(Files.readString(page)).contains("one layer of the kind 8s3:4 adds");
    }

    @Test
    void secondRunMeasuresNothingAgain() throws IOException {
        Path cache = folder.resolve("cache");
        search("--budget", 0.85, "--cache", cache);
        byte[] first = Files.readAllBytes(table());
        assertThat(search("--budget", 0.85, "--cache", cache).out()).contains("; 0 new measurements");
        assertThat(table()).hasBinaryContent(first);
        assertThat(search("--budget", 0.85, "--cache", cache, "--exif-rotation").out())
                .as("other pixels are measured anew")
                .doesNotContain("; 0 new measurements");
    }

    @Test
    void nonsenseIsRefused() throws IOException {
        search("--budget", 0.1).assertRefused("budget is 10.0 %");
        search("--budget", 2).assertUsage("--budget is 2.0");
        search("--kinds", "8").assertUsage("--kinds has none but 8");
        search("--kinds", "8s1:4").assertRefused("8s1:4");
        search("--kinds", "8s2:4", "--budget-cycles", 0.9, "--config", files.scalable())
                .assertRefused("kind 8s2:4 in all blocks the network still costs 100.0 %", "not by zeros");
        search("--bits", "4/8/4").assertUsage("begins with 8-bit weights");
        search("--budget-cycles", 0.1, "--config", files.scalable()).assertRefused("budget is 10.0 %");
        search("--bits", "8/8/8", "--budget-cycles", 0.9, "--config", "tiny").assertRefused("attention: shift");
        Path unknown = Files.writeString(
                folder.resolve("unknown.json"), "{\"weightBits\": 8, \"layers\": {\"blocks.7.fc1\": 4}}");
        files.run("quantize", "--bit-table", unknown, "--output", folder.resolve("never.p2vit"))
                .assertRefused("blocks.7.fc1");
    }

    private Path table() {
        return folder.resolve("bits.json");
    }

    private CliRun search(Object... more) {
        List<Object> args = new ArrayList<>(List.of("--bit-table", table(), "--generations", 2));
        args.addAll(List.of(more));
        return files.run("search", args.toArray());
    }
}
