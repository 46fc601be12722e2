// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.evaluation.Ablation;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class AblationCommandTests {
    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 4);
    }

    @Test
    void oneTableHoldsEveryForm() throws IOException {
        Path page = folder.resolve("page.html");
        CliRun run = ablation("--html", page);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode result = CliRun.report(folder.resolve("report.json")).path("result");
        List<String> rows = result.path("rows")
                .valueStream()
                .map(row -> row.path("method").asString())
                .toList();
        assertThat(rows)
                .startsWith("float", "adaptive")
                .contains(
                        "nearest",
                        "floor",
                        "ceil",
                        "adaptive without smoothing",
                        "ceil without channel weights",
                        "adaptive with downstream exponents")
                .hasSize(1 + Ablation.oneByOne().size())
                .doesNotHaveDuplicates();
        assertThat(result.path("images").asInt()).isEqualTo(2);
        for (String images : List.of("calibrationPreprocessing", "preprocessing")) {
            assertThat(run.out())
                    .contains(result.path(images).path("preprocess").asString("not reported"));
        }
        assertThat(run.out()).contains(rows);
        assertThat(Files.readString(page)).contains(rows).contains("<svg").doesNotContain("http");
    }

    @Test
    void measuredRowsAreNotMeasuredAgain() throws IOException {
        Path cache = folder.resolve("cache");
        String first = ablation("--cache", cache).out();
        assertThat(ablation("--cache", cache).out()).isEqualTo(first);
        JsonNode result = CliRun.report(folder.resolve("report.json")).path("result");
        assertThat(result.path("newMeasurements").asInt(-1)).isZero();
    }

    @Test
    void imagesOfTheCalibrationAreNotMeasuredOn() throws IOException {
        ablationOf("glyph-00001.png 0\nglyph-00003.png 4\n");
        assertThat(CliRun.report(folder.resolve("report.json"))
                        .path("result")
                        .path("images")
                        .asInt())
                .isEqualTo(1);
        ablationOf("glyph-00000.png 0\n").assertRefused("used for calibration");
    }

    @Test
    void fullTableHasEverySubset() {
        assertThat(Ablation.all()).containsAll(Ablation.oneByOne()).doesNotHaveDuplicates();
        long switched = Ablation.oneByOne().stream()
                .filter(variant -> variant.rounding() == ScaleRounding.FLOOR)
                .count();
        assertThat(Ablation.all().stream()
                        .filter(variant -> variant.rounding() == ScaleRounding.FLOOR)
                        .count())
                .as("each of %d techniques on and off", switched - 1)
                .isEqualTo(1L << (switched - 1));
        QuantizerOptions options = new Ablation.Variant(
                        ScaleRounding.CEIL, Set.of(Technique.SMOOTHING), Set.of(), PruningRule.WANDA)
                .in(QuantizerOptions.DEFAULT);
        assertThat(options.rounding()).isEqualTo(ScaleRounding.CEIL);
        assertThat(options.has(Technique.SMOOTHING)).isFalse();
        assertThat(options.has(Technique.CHANNEL_WEIGHTS)).isTrue();
        assertThat(options.pruning()).isEqualTo(PruningRule.WANDA);
    }

    @Test
    void sparseLayersAreComparedWithOtherWaysToPrune() throws IOException {
        assertThat(ablation("--layers", "fc2=8s2:4").exitCode()).isEqualTo(ExitCode.OK);
        JsonNode report = CliRun.report(folder.resolve("report.json"));
        assertThat(report.path("result").path("bits").asString()).isEqualTo("8/8/4 with fc2=8s2:4");
        List<String> names = new ArrayList<>();
        report.path("result")
                .path("rows")
                .forEach(row -> names.add(row.path("method").asString()));
        assertThat(names).contains("adaptive", "adaptive pruned by wanda", "adaptive pruned by magnitude");
        assertThat(ablation("--layers", "fc2=8").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("report.json"))).doesNotContain("pruned");
    }

    private CliRun ablation(Object... more) throws IOException {
        return ablationOf("glyph-00002.png 0\nglyph-00003.png 4\n", more);
    }

    private CliRun ablationOf(String labels, Object... more) throws IOException {
        List<Object> args =
                new ArrayList<>(List.of("--calibration-images", 2, "--json", folder.resolve("report.json")));
        args.addAll(List.of(more));
        return files.runLabelled("ablation", labels, args.toArray());
    }
}
