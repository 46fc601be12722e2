// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import tools.jackson.databind.JsonNode;

class BoardTestCommandTests {
    @TempDir
    private Path folder;

    @Test
    void saysHowImagesArePreparedAndWhichFilesAreNone() throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        Path images = files.images(2);
        Files.createFile(images.resolve("a.webp"));
        Files.createFile(images.resolve(".hidden.png"));
        Path json = folder.resolve("report.json");
        CliRun run = CliRun.of(
                "board-test",
                "--config",
                "tiny",
                "--bundle",
                files.bundle(NetworkFiles.SMALL),
                "--image",
                images,
                "--output",
                folder.resolve("test.img"),
                "--json",
                json);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains(images + ": 2 files left out (1 .webp, 1 hidden)");
        JsonNode result = CliRun.report(json).path("result");
        assertThat(result.path("cases")).hasSize(2);
        assertThat(result.path("imagesLeftOut").path(".webp").asInt()).isEqualTo(1);
        assertThat(result.path("imagesLeftOut").path("hidden").asInt()).isEqualTo(1);
        assertThat(result.path("preprocessing").path("preprocess").asString("")).isNotEmpty();
    }
}
