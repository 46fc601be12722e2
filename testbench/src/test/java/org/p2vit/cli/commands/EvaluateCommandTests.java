// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.demo.GlyphSet;
import tools.jackson.databind.JsonNode;

class EvaluateCommandTests {
    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 6);
    }

    @Test
    void comparesFloatBaselinesAndIntegers() throws IOException {
        Path page = folder.resolve("page.html");
        CliRun run = evaluate("glyph-00000.png 0\nglyph-00001.png 4\nglyph-00002.png 1\n", "--html", page);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("float scales", "nearest", "floor", "ceil", "p2vit", "3 more of the folder")
                .contains("evaluation of float and quantized networks: preprocessing ");
        JsonNode result = report();
        assertThat(result.path("images").asInt()).isEqualTo(3);
        assertThat(result.path("unlabelled").asInt()).isEqualTo(3);
        assertThat(result.path("preprocessing").path("mean").size()).isEqualTo(3);
        assertThat(result.path("calibrationPreprocessing").path("preprocess").asString())
                .isEqualTo(result.path("preprocessing").path("preprocess").asString());
        assertThat(result.path("bits").asString()).isEqualTo("8/8/4");
        assertThat(result.path("methods").valueStream().map(row -> row.path("method")
                        .asString()))
                .hasSize(6)
                .startsWith("float")
                .endsWith("p2vit");
        for (String figure : List.of("top1", "floatTop1", "top1Difference", "agreement", "logitSqnrDb")) {
            assertThat(result.path(figure).isNumber()).as(figure).isTrue();
            double value = result.path(figure).asDouble();
            JsonNode ends = result.path("confidence95").path(figure);
            assertThat(ends.size()).as("ends of %s", figure).isEqualTo(2);
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
    void techniquesAreSwitched() throws IOException {
        String labels = "glyph-00000.png 0\n";
        evaluate(labels, "--no-baselines", "--with", "query-key-balance", "--without", "smoothing");
        assertThat(report().path("bits").asString()).isEqualTo("8/8/4 with query-key-balance without smoothing");
        double switched = report().path("logitSqnrDb").asDouble();
        evaluate(labels, "--no-baselines");
        assertThat(report().path("logitSqnrDb").asDouble()).isNotEqualTo(switched);
        evaluate(labels, "--with", "magic").assertUsage("\"magic\"", "downstream-exponents");
    }

    @Test
    void labelsThatDoNotMatchAreRefused() throws IOException {
        evaluate("glyph-00000.png 0\nnobody.png 1\n").assertRefused("1 of 2 images", "nobody.png");
        evaluate("glyph-00000.png 5\n").assertRefused("line 1", "from 0 to 4");
        evaluate("glyph-00000.png cat\n").assertRefused("\"cat\"");
        evaluate("").assertRefused("lists no images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "8/8", "6/8/4", "8/4/4", "8/8/5", "8/8/4/4", "a/b/c", ""})
    void impossibleBitsAreRefused(String bits) throws IOException {
        evaluate("glyph-00000.png 0\n", "--bits", bits).assertUsage("Bits \"" + bits + "\"", "8/8/4");
    }

    @Test
    void unreadableImageIsNamed() throws IOException {
        Files.writeString(files.images().resolve("broken.png"), "no picture");
        evaluate("broken.png 0\n").assertRefused("broken.png");
    }

    /** The figures are those of the other images alone. */
    @Test
    void unreadableImagesAreLeftOutWhereThatIsAskedFor() throws IOException {
        Path calibration = folder.resolve("calibration");
        new GlyphSet(GlyphSet.CALIBRATION_SEED, 2).export(calibration);
        Path broken = Files.writeString(files.images().resolve("broken.png"), "no picture");
        String good = "glyph-00000.png 0\nglyph-00001.png 4\n";
        CliRun run = skipping("broken.png 0\n" + good, calibration);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("1 image left out:", "2 images evaluated");
        JsonNode skipped = report();
        assertThat(skipped.path("images").asInt()).isEqualTo(2);
        JsonNode bad = skipped.path("badImages");
        assertThat(bad.size()).isEqualTo(1);
        assertThat(bad.path(0).path("file").asString()).isEqualTo(broken.toString());
        assertThat(bad.path(0).path("reason").asString()).contains("broken.png").doesNotContain(folder.toString());
        skipping(good, calibration);
        assertThat(report().path("badImages").size()).isZero();
        for (String same : List.of("methods", "tensors", "confidence95")) {
            assertThat(skipped.path(same)).as(same).isEqualTo(report().path(same));
        }
        skipping("broken.png 0\n", calibration).assertRefused("None of the 1 images", "broken.png");
        evaluate(good, "--on-bad-image", "retry").assertUsage("retry");
    }

    private CliRun skipping(String lines, Path calibration) throws IOException {
        Path labels = Files.writeString(folder.resolve("some.txt"), lines);
        List<Object> args =
                new ArrayList<>(List.of("evaluate", "--model", files.model(), "--calibration", calibration));
        args.addAll(List.of("--images", files.images(), "--labels", labels, "--json", folder.resolve("report.json")));
        args.addAll(List.of("--on-bad-image", "skip"));
        return CliRun.of(args.toArray());
    }

    @Test
    void enginesThatAreNotThereAreRefusedBeforeAnyWork() throws IOException {
        String labels = "glyph-00000.png 0\n";
        evaluate(labels, "--engine", "spark", "--master", "local[2]").assertUsage("--engine spark", "there is local");
        evaluate(labels, "--engine", "flink").assertUsage("--engine flink");
        evaluate(labels, "--master", "local[2]").assertUsage("--master has no effect", "--engine spark");
        evaluate(labels, "--partitions", "2").assertUsage("--partitions has no effect", "--engine spark");
    }

    /** On pictures that are drawn; both the text and the page say so. */
    @Test
    void measuresANetworkThatNoImageCalibrated() throws IOException {
        Path labels = Files.writeString(folder.resolve("some.txt"), "glyph-00000.png 0\nglyph-00001.png 4\n");
        Path page = folder.resolve("page.html");
        List<Object> args = new ArrayList<>(List.of("evaluate", "--model", files.model(), "--images", files.images()));
        args.addAll(List.of("--labels", labels, "--html", page, "--json", folder.resolve("report.json")));
        CliRun run = CliRun.of(args.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("calibrated without images, on 8 drawn pictures");
        assertThat(Files.readString(page)).contains("calibrated without images, on 8 drawn pictures");
        assertThat(report().path("calibration").isNull()).isTrue();
        assertThat(report().path("calibrationImages").asInt()).isZero();
        assertThat(report().path("logitSqnrDb").asDouble()).isGreaterThan(5);
        CliRun pareto = CliRun.of(
                "pareto",
                "--evaluations",
                folder.resolve("report.json"),
                "--configs",
                "tiny",
                "--output",
                folder.resolve("pareto.svg"));
        assertThat(pareto.exitCode()).as(pareto.err()).isEqualTo(ExitCode.OK);
    }

    /** Without a file of labels a folder is a class, with the figures of the file that says the same. */
    @Test
    void classesMayBeFolders() throws IOException {
        Path classes = folder.resolve("classes");
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String name = "glyph-0000" + i + ".png";
            labels.append(name).append(' ').append(i).append('\n');
            Files.createDirectories(classes.resolve("n0" + i));
            Files.copy(files.images().resolve(name), classes.resolve("n0" + i).resolve(name));
        }
        assertThat(evaluate(labels.toString()).exitCode()).isEqualTo(ExitCode.OK);
        JsonNode byFile = report();
        CliRun run = files.run("evaluate", "--images", classes, "--json", folder.resolve("report.json"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode byFolder = report();
        for (String part : List.of("images", "methods", "tensors", "top1")) {
            assertThat(byFolder.path(part)).as(part).isEqualTo(byFile.path(part));
        }
        assertThat(byFolder.path("unlabelled").asInt(-1)).isZero();

        Files.createDirectory(classes.resolve("n05"));
        files.run("evaluate", "--images", classes).assertRefused("6 folders", "5 classes");
        files.run("evaluate", "--images", files.images()).assertRefused("neither a labels.csv", "--labels FILE");
    }

    /** The figures are those of the folder that was packed. */
    @Test
    void imagesMayStayInATarArchive() throws IOException {
        String labels = "glyph-00000.png 0\nglyph-00001.png 4\n";
        assertThat(evaluate(labels).exitCode()).isEqualTo(ExitCode.OK);
        JsonNode byFolder = report();
        Path tar = folder.resolve("images.tar");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            for (String name : List.of("glyph-00001.png", "glyph-00000.png")) {
                byte[] bytes = Files.readAllBytes(files.images().resolve(name));
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(bytes.length);
                out.putArchiveEntry(entry);
                out.write(bytes);
                out.closeArchiveEntry();
            }
        }
        CliRun run = files.run(
                "evaluate",
                "--images",
                tar,
                "--labels",
                Files.writeString(folder.resolve("some.txt"), labels),
                "--json",
                folder.resolve("report.json"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        for (String part : List.of("images", "methods", "tensors", "top1")) {
            assertThat(report().path(part)).as(part).isEqualTo(byFolder.path(part));
        }
        files.run("evaluate", "--images", tar).assertRefused("images.tar");
    }

    private CliRun evaluate(String labels, Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of("--json", folder.resolve("report.json")));
        args.addAll(List.of(more));
        return files.runLabelled("evaluate", labels, args.toArray());
    }

    private JsonNode report() {
        return CliRun.report(folder.resolve("report.json")).path("result");
    }
}
