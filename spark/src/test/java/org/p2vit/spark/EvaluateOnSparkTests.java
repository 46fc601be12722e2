// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.Main;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.demo.GlyphSet;

/** The command line on the demo network: its report is the same text on both engines, but for times. */
@Tag("spark")
@Timeout(400)
class EvaluateOnSparkTests {
    private static final String BROKEN = "glyph-00003.png";

    /** The quantized network. */
    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void makeFiles() throws IOException {
        images = folder.resolve("images");
        GlyphCheckpoint.export(folder.resolve("model.safetensors"));
        new GlyphSet(GlyphSet.CALIBRATION_SEED, 2).export(folder.resolve("calibration"));
        new GlyphSet(GlyphSet.EVALUATION_SEED, 12).export(images);
        labels = images.resolve(GlyphSet.LABEL_FILE);
        Files.writeString(images.resolve(BROKEN), "no picture");
    }

    @Test
    void theReportIsTheSame() throws IOException {
        String local = result("--engine", "local", "--on-bad-image", "skip");
        assertThat(local).contains("\"images\" : 11", BROKEN, "\"float scales\"");
        String spark =
                result("--engine", "spark", "--master", "local[2]", "--partitions", "5", "--on-bad-image", "skip");
        assertThat(spark).isEqualTo(local);
    }

    /** Of an archive every process makes its own index. */
    @Test
    void imagesMayStayInATarArchive() throws IOException {
        Path tar = folder.resolve("images.tar");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar));
                Stream<Path> all = Files.list(images)) {
            for (Path image : all.sorted().toList()) {
                TarArchiveEntry entry =
                        new TarArchiveEntry(image, image.getFileName().toString());
                out.putArchiveEntry(entry);
                Files.copy(image, out);
                out.closeArchiveEntry();
            }
        }
        labels = Files.move(labels, folder.resolve(GlyphSet.LABEL_FILE));
        images = tar;
        String local = result("--engine", "local", "--no-baselines", "--on-bad-image", "skip");
        assertThat(local).contains("\"images\" : 11", BROKEN);
        assertThat(result("--engine", "spark", "--master", "local[2]", "--no-baselines", "--on-bad-image", "skip"))
                .isEqualTo(local);
    }

    @Test
    void anImageThatCannotBeReadEndsItNamed() {
        StringWriter err = new StringWriter();
        assertThat(evaluate(err, "--engine", "spark", "--master", "local[2]", "--no-baselines"))
                .isEqualTo(ExitCode.INVALID_INPUT.status());
        assertThat(err.toString()).contains("evaluate: ", BROKEN).doesNotContain("\tat ", "Exception", "Spark");
    }

    @Test
    void aMasterThatIsNotThereIsSaid() {
        StringWriter err = new StringWriter();
        assertThat(evaluate(err, "--engine", "spark", "--master", "spark://127.0.0.1:1"))
                .isEqualTo(ExitCode.TOOL_MISSING.status());
        assertThat(err.toString())
                .contains("no Spark master answers at spark://127.0.0.1:1")
                .doesNotContain("\tat ", "Exception");
        StringWriter none = new StringWriter();
        assertThat(evaluate(none, "--engine", "spark")).isEqualTo(ExitCode.INVALID_INPUT.status());
        assertThat(none.toString()).contains("--master");
    }

    /** What the report holds behind its origin, without times. */
    private String result(String... options) throws IOException {
        StringWriter err = new StringWriter();
        assertThat(evaluate(err, options)).as(err.toString()).isEqualTo(ExitCode.OK.status());
        String report = Files.readString(folder.resolve("report.json"));
        return report.substring(report.indexOf("\"result\"")).replaceAll("\"seconds\" : [^,]*", "");
    }

    private int evaluate(StringWriter err, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "evaluate",
                "--model",
                folder.resolve("model.safetensors").toString(),
                "--calibration",
                folder.resolve("calibration").toString(),
                "--images",
                images.toString(),
                "--labels",
                labels.toString(),
                "--cache",
                cache.toString(),
                "--json",
                folder.resolve("report.json").toString()));
        words.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
