// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.cli.run.ExitCode;

/** Real processes that are ended by a signal, a full disk or a small heap leave nothing behind but one sentence. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class InterruptionTests {
    /**
     * The leader of a group, as a shell makes one, with signals as a terminal's programs have them: a job in the background, under which
     * Maven may run, ignores some, and so would its children.
     */
    private static final List<String> FOREGROUND = List.of("setsid", "env", "--default-signal=HUP,INT,TERM");

    @TempDir
    private Path inputs;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"TERM, 15", "INT, 2", "HUP, 1"})
    void aSignalLeavesNothing(String signal, int number) throws Exception {
        Process process = start(FOREGROUND, "rtl", "--config", "kv260", "--output", folder.resolve("rtl"));
        interrupt(process, signal, number);
        assertThat(names()).isEmpty();
    }

    /** Ctrl-C reaches the compilers as well. What was built stays, what was not is gone, so nobody takes half a library. */
    @Test
    @Tag("cosim")
    void anInterruptedBuildLeavesACacheOfWholeBuilds() throws Exception {
        List<String> before = new ArrayList<>(FOREGROUND);
        before.add("P2VIT_CACHE=" + folder);
        NetworkFiles files = new NetworkFiles(inputs);
        Process process = start(
                before,
                "simulate",
                "--config",
                "tiny",
                "--bundle",
                files.bundle(NetworkFiles.SMALL),
                "--image",
                files.images(1),
                "--rtl",
                folder.resolve("rtl"));
        while (process.isAlive() && !compiles()) {
            Thread.sleep(20);
        }
        interrupt(process, "INT", 2);
        assertThat(names()).noneMatch(name -> name.endsWith(".partial"));
        assertThat(folder.resolve("rtl/tiny")).isDirectory();
        for (String name : names()) {
            assertThat(name.equals("rtl") || Files.exists(folder.resolve(name).resolve("seal")))
                    .as(name)
                    .isTrue();
        }
    }

    private void interrupt(Process process, String signal, int number) throws Exception {
        while (process.isAlive() && !underWay()) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive()).as("still at work").isTrue();
        new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        String said = said(process);
        assertThat(process.waitFor()).as("ended by " + signal + ": " + said).isEqualTo(128 + number);
        assertThat(said).doesNotContain("Exception", "\tat ");
    }

    /** A C++ file of the model is there. */
    private boolean compiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().matches(".*\\.partial/.*\\.cpp"));
        } catch (UncheckedIOException e) {
            return false; // something was renamed under way
        }
    }

    @Test
    void aFileThatFindsNoRoomIsNotThere() throws Exception {
        Process process = start(
                List.of("sh", "-c", "ulimit -f 40; exec \"$@\"", "sh"),
                "synthesize-model",
                "--depth",
                1,
                "--output",
                folder.resolve("model.safetensors"));
        String said = said(process);
        assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.FILE_SYSTEM.status());
        assertThat(said).contains("model.safetensors").doesNotContain("Exception");
        assertThat(names()).isEmpty();
    }

    @Test
    void aHeapThatIsTooSmallIsNamedWithTheRemedy() throws Exception {
        Process process = start(List.of(), "-Xmx48m", "estimate", "--arch", "deit-base");
        String said = said(process);
        assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.OUT_OF_MEMORY.status());
        assertThat(said).contains("-Xmx8g").doesNotContain("\tat ");
        assertThat(said.lines()).hasSize(1);
    }

    private static Process start(List<String> before, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        int first = 0;
        if (arguments[0].toString().startsWith("-X")) {
            command.add(arguments[first++].toString());
        }
        command.add("org.p2vit.cli.Main");
        for (int i = first; i < arguments.length; i++) {
            command.add(arguments[i].toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A folder, not the file by which a command finds out whether it can write here. */
    private boolean underWay() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(Files::isDirectory);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
