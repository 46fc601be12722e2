// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;

/** No output is an input or another output, and what cannot be written is found before the work. */
class FilePlanTests {
    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 2);
    }

    @Test
    void theModelIsNeverReplaced() throws IOException {
        byte[] before = Files.readAllBytes(files.model());
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), files.model());
        Path hard = Files.createLink(folder.resolve("hard"), files.model());
        Path folderLink = Files.createSymbolicLink(folder.resolve("around"), folder);
        Path way = folder.resolve("images/..").resolve(files.model().getFileName());
        for (Path output : List.of(
                files.model(), linked, hard, folderLink.resolve(files.model().getFileName()), way)) {
            for (String option : List.of("--output", "--json")) {
                usage("quantize", option, output, "--model");
            }
        }
        assertThat(files.model()).hasBinaryContent(before);
        assertThat(linked).isSymbolicLink();
    }

    @Test
    void whatBelongsToTheModelIsNotEither() throws IOException {
        Path config = Files.writeString(files.model().resolveSibling("config.json"), "{}");
        usage("quantize", "--output", config, "--model");
        assertThat(config).hasContent("{}");
    }

    @Test
    void noPictureIsReplaced() throws IOException {
        Path picture;
        try (Stream<Path> pictures = Files.list(files.images())) {
            picture = pictures.findFirst().orElseThrow();
        }
        byte[] before = Files.readAllBytes(picture);
        usage("quantize", "--output", picture, "--calibration");
        assertThat(picture).hasBinaryContent(before);
    }

    @Test
    void outputsAreApartThoughTheyAreNotThereYet() throws IOException {
        Path other = Files.createSymbolicLink(folder.resolve("other"), folder.resolve("new"));
        usage("quantize", "--output", folder.resolve("new"), "--json", "--json", other);
        CliRun rtl = CliRun.of("rtl", "--output", folder.resolve("d"), "--json", folder.resolve("d/report.json"));
        assertThat(rtl.exitCode()).as(rtl.err()).isEqualTo(ExitCode.USAGE);
        assertThat(folder.resolve("d")).doesNotExist();
        assertThat(CliRun.of(
                                "synthesize-model",
                                "--dim",
                                8,
                                "--heads",
                                1,
                                "--depth",
                                1,
                                "--output",
                                "/dev/null",
                                "--json",
                                "/dev/null")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aConfigurationIsAnInput() throws IOException {
        Path config = Files.writeString(folder.resolve("mine.yaml"), "x: 1");
        CliRun run = CliRun.of("estimate", "--config", config, "--json", config);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(config).hasContent("x: 1");
    }

    @Test
    void outputsThatCannotBeWrittenAreFoundBeforeTheModelIsRead() throws IOException {
        Files.writeString(files.model(), "no weights");
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Object bad :
                List.of(folder, "/", file.resolve("below"), "/proc/none/x", folder.resolve("n".repeat(300)))) {
            for (String option : List.of("--output", "--json")) {
                CliRun run = quantize(option, bad);
                assertThat(run.exitCode())
                        .as(option + " " + bad + ": " + run.err())
                        .isEqualTo(ExitCode.FILE_SYSTEM);
                assertThat(run.err().lines()).hasSize(1).noneMatch(line -> line.contains("Exception"));
            }
        }
        CliRun cache = quantize("--cache", file);
        assertThat(cache.exitCode()).as(cache.err()).isEqualTo(ExitCode.FILE_SYSTEM);
    }

    private void usage(String command, String option, Object value, String culprit, Object... more) throws IOException {
        CliRun run = quantize(
                Stream.concat(Stream.of(option, value), Stream.of(more)).toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(command, option, value.toString(), culprit);
    }

    private CliRun quantize(Object... options) {
        boolean output = List.of(options).contains("--output");
        Object[] all = Stream.concat(
                        Stream.of(options),
                        output
                                ? Stream.of("--compare", 0)
                                : Stream.of("--compare", 0, "--output", folder.resolve("o.p2vit")))
                .toArray();
        return files.run("quantize", all);
    }
}
