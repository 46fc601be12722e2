// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage.bins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.quant.storage.WholeFile;

/** Bins as runs leave them: a folder for each machine, with {@value #ALL} and one file of reached bins for each process, a bin in each line. */
public final class BinLog {
    private static final String FOLDER = "bins";
    private static final String ALL = "all";
    private static final String REACHED = ".reached";

    private BinLog() {}

    /** Adds a run that went well. */
    public static synchronized void add(
            Path log, AcceleratorConfig config, Collection<Command> commands, boolean stalls) {
        Path folder = log.resolve(FOLDER).resolve(config.name());
        Path file = folder.resolve(ProcessHandle.current().pid() + REACHED);
        CommandBins bins = new CommandBins(config);
        try {
            if (!Files.exists(folder.resolve(ALL))) {
                write(folder.resolve(ALL), bins.all());
            }
            SortedSet<String> reached = bins.of(commands, stalls);
            if (Files.exists(file)) {
                reached.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
            }
            write(file, reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all runs reached together, of each machine. */
    public static List<BinResult> read(Path log) {
        List<BinResult> results = new ArrayList<>();
        try {
            for (Path machine : files(log.resolve(FOLDER))) {
                SortedSet<String> missing =
                        new TreeSet<>(Files.readAllLines(machine.resolve(ALL), StandardCharsets.UTF_8));
                int all = missing.size();
                for (Path file : files(machine)) {
                    if (file.toString().endsWith(REACHED)) {
                        Files.readAllLines(file, StandardCharsets.UTF_8).forEach(missing::remove);
                    }
                }
                results.add(new BinResult(
                        machine.getFileName().toString(), all - missing.size(), all, List.copyOf(missing)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return results;
    }

    private static void write(Path file, SortedSet<String> bins) {
        WholeFile.writeText(file, String.join("\n", bins) + "\n");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
