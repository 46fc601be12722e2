// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation in a process that is killed goes on in another, and its report is that of one that was not. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class ResumedEvaluationTests {
    private static final int COUNT = 3000;
    private static final Pattern FOUND = Pattern.compile("(\\d+) of " + COUNT + " images were done by an earlier run");

    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 4);
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            Path image = files.images().resolve("image-" + i + ".png");
            Files.createLink(image, files.images().resolve("glyph-0000" + i % 4 + ".png"));
            labels.append(image.getFileName()).append(' ').append(i % 5).append('\n');
        }
        files.labels(labels.toString());
    }

    @Test
    void whatAKilledProcessDidIsNotDoneAgain() throws Exception {
        kill(start("cache"));
        Process second = start("cache");
        String said = said(second);
        assertThat(second.waitFor()).as(said).isZero();
        assertThat(found(said)).as("images of the first").isBetween(1, COUNT - 1);
        String resumed = result();
        assertThat(kept("cache")).as("what was kept, after the end").isEmpty();

        Process whole = start("other-cache");
        said = said(whole);
        assertThat(whole.waitFor()).as(said).isZero();
        assertThat(found(said)).isZero();
        assertThat(resumed).isEqualTo(result());
    }

    @Test
    void nothingOfAnotherNetworkOrPolicyIsUsed() throws Exception {
        kill(start("cache"));
        assertThat(found(said(start("cache", "--bits", "4/8/4")))).isZero();
        assertThat(found(said(start("cache", "--on-bad-image", "skip")))).isZero();
        assertThat(found(said(start("cache", "--preprocess", "crop")))).isZero();
        assertThat(found(said(start("cache")))).as("they took nothing away").isPositive();
    }

    @Test
    void aChangedImageIsLookedAtAgain() throws Exception {
        kill(start("cache"));
        Path image = files.images().resolve("image-0.png");
        Files.delete(image);
        Files.copy(files.images().resolve("glyph-00001.png"), image);
        assertThat(found(said(start("cache")))).isPositive();
        String resumed = result();
        assertThat(found(said(start("other-cache")))).isZero();
        assertThat(resumed).isEqualTo(result());
    }

    /** Ends a process when some images are done, so that it cannot say goodbye. */
    private void kill(Process process) throws Exception {
        while (process.isAlive()
                && kept("cache").stream().noneMatch(file -> file.toFile().length() > 10_000)) {
            Thread.sleep(2);
        }
        assertThat(process.isAlive()).as("still at work").isTrue();
        process.destroyForcibly().waitFor();
        assertThat(kept("cache")).hasSize(1);
    }

    private List<Path> kept(String cache) throws IOException {
        Path jobs = folder.resolve(cache).resolve("jobs");
        if (!Files.exists(jobs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(jobs)) {
            return all.toList();
        }
    }

    private static int found(String said) {
        Matcher line = FOUND.matcher(said);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private String result() throws IOException {
        String report = Files.readString(folder.resolve("report.json"));
        return report.substring(report.indexOf("\"result\"")).replaceAll("\"seconds\" : [^,]*", "");
    }

    private Process start(String cache, Object... more) throws IOException {
        List<Object> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-cp",
                System.getProperty("java.class.path"),
                "org.p2vit.cli.Main",
                "evaluate",
                "--model",
                files.model(),
                "--images",
                files.images(),
                "--labels",
                folder.resolve("labels.txt"),
                "--tensor-images",
                4,
                "--cache",
                folder.resolve(cache),
                "--json",
                folder.resolve("report.json")));
        command.addAll(List.of(more));
        return new ProcessBuilder(command.stream().map(Object::toString).toList())
                .redirectErrorStream(true)
                .start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
