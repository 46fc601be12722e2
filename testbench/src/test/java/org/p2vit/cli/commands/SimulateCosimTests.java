// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.ExpectedWords;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;

/** The command as users run it, on {@code tiny}. */
@Tag("cosim")
class SimulateCosimTests {
    private static final int WORD = AcceleratorConfig.load("tiny").array().word();

    @TempDir
    private Path folder;

    @Test
    void demoIsEqualInEveryWord() {
        VitShape shape = GlyphCheckpoint.read().shape();
        CliRun run = simulate("--config", "tiny", "--count", 2);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("2 images", " 0 mismatches", "accuracy on 200 freshly rendered images");
        JsonNode result = report();
        assertThat(result.path("config").asString()).isEqualTo("tiny");
        assertThat(result.path("model").asString()).isEqualTo("demo");
        List<JsonNode> images = result.path("images").valueStream().toList();
        assertThat(images).hasSize(2);
        for (JsonNode image : images) {
            assertChecked(image, ExpectedWords.of(shape, WORD));
            assertThat(image.path("label").isInt()).isTrue();
            assertThat(image.path("floatTop1").isInt()).isTrue();
            long busy = image.path("units")
                    .valueStream()
                    .mapToLong(unit -> unit.path("busy").asLong())
                    .sum();
            assertThat(busy)
                    .as("units work at the same time")
                    .isGreaterThan(image.path("cycles").asLong());
        }
        JsonNode accuracy = result.path("accuracy");
        assertThat(accuracy.path("integerCorrect").asDouble()
                        / accuracy.path("images").asInt())
                .isGreaterThan(0.9);
    }

    @Test
    void slowMemoryCostsTimeAndChangesNoWord() {
        simulate("--config", "tiny", "--count", 1);
        long ideal = report().path("images").path(0).path("cycles").asLong();
        CliRun run = simulate("--config", "tiny", "--count", 1, "--latency", 120, "--stalls", 10, "--seed", 8);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(report().path("images").path(0).path("cycles").asLong()).isGreaterThan(ideal);
    }

    @Test
    void networkOfOnesOwnRunsOnItsImages() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        Path images = files.images(3);
        Path first = images.resolve("glyph-00000.png");
        Files.writeString(images.resolve("labels.csv"), "file,label\nglyph-00000.png,4\n");
        Files.createFile(images.resolve("a.webp"));
        Files.createFile(images.resolve(".hidden.png"));
        CliRun run = simulate(
                "--config",
                "tiny",
                "--bundle",
                files.bundle(NetworkFiles.SMALL),
                "--image",
                first,
                "--image",
                images,
                "--count",
                2);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        JsonNode image = report().path("images").path(0);
        assertThat(report().path("images").size()).isEqualTo(2);
        assertThat(run.out()).contains(images + ": 2 files left out (1 .webp, 1 hidden)");
        assertThat(report().path("imagesLeftOut").path(".webp").asInt()).isEqualTo(1);
        assertThat(report().path("imagesLeftOut").path("hidden").asInt()).isEqualTo(1);
        assertThat(image.path("image").asString()).isEqualTo("glyph-00000.png");
        assertThat(image.path("label").asInt()).isEqualTo(4);
        assertThat(image.path("floatTop1").isNull())
                .as("no float weights given")
                .isTrue();
        assertChecked(image, ExpectedWords.of(NetworkFiles.SMALL, WORD));
    }

    @Test
    void int4EmbeddingOfOneTileComesToItsEnd() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        CliRun run =
                simulate("--config", "tiny", "--bundle", files.int4EmbeddingOfOneTile(), "--image", files.images(1));
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(report().path("mismatches").asLong()).isZero();
    }

    @Test
    @Tag("slow")
    void waveformIsWrittenOnRequest() throws IOException {
        Path wave = folder.resolve("some.fst");
        CliRun run = simulate("--config", "tiny", "--count", 1, "--wave", wave, "--from", 100, "--to", 400);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(Files.size(wave)).isGreaterThan(1000);
        assertThat(run.out()).contains("some.fst: waveform of cycles 100 to 400; look at it with gtkwave");
    }

    private static void assertChecked(JsonNode image, Map<Unit, Long> expected) {
        assertThat(image.path("mismatches").asLong()).isZero();
        assertThat(image.path("top1").asInt())
                .isEqualTo(image.path("goldenTop1").asInt());
        expected.forEach((unit, words) -> assertThat(image.path("units")
                        .path(unit.name())
                        .path("wordsChecked")
                        .asLong())
                .as("words of %s", unit)
                .isEqualTo(words));
        assertThat(image.path("wordsChecked").asLong())
                .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }

    private CliRun simulate(Object... args) {
        List<Object> all = new ArrayList<>(List.of("simulate"));
        if (!List.of(args).contains("--bundle")) {
            all.addAll(List.of("--cache", "target/cache"));
        }
        all.addAll(List.of("--json", folder.resolve("report.json"), "--rtl", folder.resolve("rtl")));
        all.addAll(List.of(args));
        return CliRun.of(all.toArray());
    }

    private JsonNode report() {
        return CliRun.report(folder.resolve("report.json")).path("result");
    }
}
