// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two executors, each a process of its own; one is killed when the first measurement of a command is there. */
@Tag("spark")
@Tag("slow")
@Timeout(400)
class LostExecutorOfCommandTests {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"search", "ablation"})
    void theReportIsTheSame(String command) throws Exception {
        CommandFiles files = CommandFiles.in(folder);
        String local = files.result(command, "--cache", folder.resolve("local").toString());
        Path cache = folder.resolve("spark");
        AtomicInteger killed = new AtomicInteger();
        Thread killer = new Thread(() -> kill(cache, command, killed));
        killer.setDaemon(true);
        killer.start();
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.memory", "512m");
        try {
            assertThat(files.result(
                            command,
                            "--engine",
                            "spark",
                            "--master",
                            "local-cluster[2,1,512]",
                            "--cache",
                            cache.toString()))
                    .isEqualTo(local);
        } finally {
            System.clearProperty("spark.executor.extraClassPath");
            System.clearProperty("spark.executor.memory");
        }
        killer.interrupt();
        killer.join();
        assertThat(killed).as("executors killed").hasValue(1);
    }

    private static void kill(Path cache, String command, AtomicInteger killed) {
        try {
            while (!measured(cache, command)) {
                Thread.sleep(5);
            }
            killed.addAndGet((int) ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .limit(1)
                    .filter(ProcessHandle::destroyForcibly)
                    .count());
        } catch (InterruptedException late) {
            // The command has ended; the count shows that nothing was killed.
        }
    }

    private static boolean measured(Path cache, String command) {
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(command + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
