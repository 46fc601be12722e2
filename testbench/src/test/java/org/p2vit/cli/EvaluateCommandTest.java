// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path images;

    @BeforeEach
    void makeFiles() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        model = files.checkpoint(NetworkFiles.SMALL);
        images = files.images(6);
    }

    @Test
    void comparesFloatBaselinesAndIntegers() throws IOException {
        Path page = folder.resolve("page.html");
        CliRun run = evaluate("glyph-00000.png 0\nglyph-00001.png 4\nglyph-00002.png 1\n", "--html", page);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("float scales", "nearest", "floor", "ceil", "p2vit", "3 more of the folder");
        JsonNode result = report();
        assertThat(result.path("images").asInt()).isEqualTo(3);
        assertThat(result.path("unlabelled").asInt()).isEqualTo(3);
        assertThat(result.path("bits").asString()).isEqualTo("8/8/4");
        assertThat(result.path("methods").valueStream().map(row -> row.path("method")
                        .asString()))
                .hasSize(6)
                .startsWith("float")
                .endsWith("p2vit");
        for (String figure : List.of("top1", "floatTop1", "top1Difference", "agreement", "logitSqnrDb")) {
            double value = result.path(figure).asDouble();
            JsonNode ends = result.path("confidence95").path(figure);
            assertThat(value)
                    .as(figure)
                    .isBetween(ends.path(0).asDouble() - 1e-9, ends.path(1).asDouble() + 1e-9);
        }
        assertThat(result.path("logitSqnrDb").asDouble()).isGreaterThan(5);
        assertThat(result.path("seconds").asDouble()).isPositive();
        assertThat(result.path("tensors").valueStream().map(row -> row.path("tensor")
                        .asString()))
                .contains("blocks.0.fc1", "logits");
        assertThat(Files.readString(page))
                .contains("SQNR by block", "Scales of the residual streams", "float scales")
                .as("nothing is fetched from elsewhere")
                .doesNotContain("http", "src=", "href=", "@import");
    }

    @Test
    void labelsThatDoNotMatchAreRefused() throws IOException {
        refused(evaluate("glyph-00000.png 0\nnobody.png 1\n"), "1 of 2 images", "nobody.png");
        refused(evaluate("glyph-00000.png 5\n"), "line 1", "from 0 to 4");
        refused(evaluate("glyph-00000.png cat\n"), "\"cat\"");
        refused(evaluate(""), "lists no images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "8/8", "6/8/4", "8/4/4", "8/8/5", "8/8/4/4", "a/b/c", ""})
    void impossibleBitsAreRefused(String bits) throws IOException {
        refused(evaluate("glyph-00000.png 0\n", "--bits", bits), "Bits \"" + bits + "\"", "8/8/4");
    }

    @Test
    void unreadableImageIsNamed() throws IOException {
        Files.writeString(images.resolve("broken.png"), "no picture");
        refused(evaluate("broken.png 0\n"), "broken.png");
    }

    private static void refused(CliRun run, String... message) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    private CliRun evaluate(String labels, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.txt"), labels);
        List<Object> args = new ArrayList<>(List.of("evaluate", "--model", model, "--calibration", images));
        args.addAll(List.of("--images", images, "--labels", file, "--json", folder.resolve("report.json")));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    private JsonNode report() {
        return CliRun.report(folder.resolve("report.json")).path("result");
    }
}
