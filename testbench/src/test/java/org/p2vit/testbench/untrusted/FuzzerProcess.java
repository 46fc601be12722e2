// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A fuzzer that takes libFuzzer's options, in processes of its own; its corpus and its findings stay in a folder. */
final class FuzzerProcess {
    private static final int MOST_MEGABYTES = 3000;
    /** By the clock, also of a machine that does much else; what takes long is measured by {@link FileFuzzer} itself. */
    private static final int MOST_SECONDS_AN_INPUT = 120;
    /** Of one process, so that a budget of processor time is met nearly. */
    private static final int MOST_SECONDS = 300;

    private static final int LEAST_SECONDS = 5;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern EDGES = Pattern.compile("cov: (\\d+)");

    private final Path folder;
    private final Path corpus;
    private final Path findings;
    private long executions;
    private long edges;
    private double cpuSeconds;

    FuzzerProcess(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.corpus = Files.createDirectories(this.folder.resolve("corpus"));
        this.findings = Files.createDirectories(this.folder.resolve("findings"));
    }

    Path corpus() {
        return corpus;
    }

    /** Fuzzes until so much processor time is spent or something is found. What an earlier call found counts. */
    void spend(List<String> command, int seconds) throws IOException, InterruptedException {
        while (cpuSeconds < seconds && findings("") == 0) {
            long rest = Math.round(Math.ceil(seconds - cpuSeconds));
            long before = executions;
            List<String> whole = new ArrayList<>(command);
            whole.addAll(List.of(
                    "-max_total_time=" + Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, rest)), corpus.toString()));
            run(whole);
            if (executions == before && findings("") == 0) {
                throw new IllegalStateException("the fuzzer did nothing; see " + folder.resolve("fuzzer.log"));
            }
        }
    }

    /** Inputs that together reach all that the corpus reaches. */
    List<byte[]> minimised(List<String> command) throws IOException, InterruptedException {
        Path small = Files.createDirectories(folder.resolve("minimised"));
        for (Path file : files(small)) {
            Files.delete(file);
        }
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("-merge=1", small.toString(), corpus.toString()));
        run(whole);
        List<byte[]> inputs = new ArrayList<>();
        for (Path file : files(small)) {
            inputs.add(Files.readAllBytes(file));
        }
        return inputs;
    }

    FileFuzzOutcome outcome(String label, int mostBytes) throws IOException {
        return new FileFuzzOutcome(
                label,
                mostBytes,
                executions,
                cpuSeconds,
                edges,
                files(corpus).size(),
                findings("crash-") + findings("leak-"),
                findings("timeout-") + findings("oom-") + findings("slow-unit-"));
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("fuzzer.log");
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(
                "-timeout=" + MOST_SECONDS_AN_INPUT,
                "-rss_limit_mb=" + MOST_MEGABYTES,
                "-artifact_prefix=" + findings + "/",
                "-print_final_stats=1"));
        Process process = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        double spent = 0;
        try {
            while (process.isAlive()) {
                double known = spent;
                spent = process.info()
                        .totalCpuDuration()
                        .map(time -> time.toMillis() / 1000.0)
                        .orElse(known);
                Thread.sleep(100);
            }
        } finally {
            process.destroy();
        }
        cpuSeconds += spent;
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines.forEach(this::tally);
        }
    }

    private void tally(String line) {
        Matcher executed = EXECUTED.matcher(line);
        Matcher reached = EDGES.matcher(line);
        if (executed.find()) {
            executions += Long.parseLong(executed.group(1));
        } else if (reached.find()) {
            edges = Math.max(edges, Long.parseLong(reached.group(1)));
        }
    }

    private int findings(String prefix) throws IOException {
        return (int) files(findings).stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .count();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
