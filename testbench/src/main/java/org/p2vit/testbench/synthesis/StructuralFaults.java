// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a design, read from the files that yosys leaves in a folder. */
final class StructuralFaults {
    /** Latches, as {@code Module/cell}. */
    static final String LATCHES = "latches.txt";

    /** Memories with a write port, as {@code Module/memory}. */
    static final String WRITABLE = "writable.txt";

    /** Output of {@code check}, and of the mapping. */
    static final String CHECK = "check.log";

    static final String SYNTHESIS = "synthesis.log";

    private static final Pattern MEMORY_IN_REGISTERS = Pattern.compile("using FF mapping for memory (\\S+)");

    private final Path folder;
    private final List<String> faults = new ArrayList<>();

    private StructuralFaults(Path folder) {
        this.folder = folder;
    }

    /** Each fault in a sentence. */
    static List<String> read(Path folder) throws IOException {
        StructuralFaults reader = new StructuralFaults(folder);
        reader.latches();
        reader.check();
        reader.memories();
        return reader.faults;
    }

    /** The same of a design that was only checked. */
    static List<String> readUnmapped(Path folder) throws IOException {
        StructuralFaults reader = new StructuralFaults(folder);
        reader.latches();
        reader.check();
        return reader.faults;
    }

    private void latches() throws IOException {
        for (String latch : Files.readAllLines(folder.resolve(LATCHES))) {
            faults.add("latch " + latch);
        }
    }

    private void check() throws IOException {
        String warning = "Warning: ";
        for (String line : Files.readAllLines(folder.resolve(CHECK))) {
            if (line.startsWith(warning)) {
                faults.add(line.substring(warning.length()));
            } else if (line.startsWith("    ") && !faults.isEmpty()) {
                int last = faults.size() - 1;
                faults.set(last, faults.get(last) + " " + line.strip());
            }
        }
    }

    private void memories() throws IOException {
        String log = Files.readString(folder.resolve(SYNTHESIS));
        // A memory that nothing writes is a table, and small tables belong in logic.
        Set<String> writable = new HashSet<>(Files.readAllLines(folder.resolve(WRITABLE)));
        Matcher inRegisters = MEMORY_IN_REGISTERS.matcher(log);
        while (inRegisters.find()) {
            if (writable.contains(inRegisters.group(1).replaceFirst("\\.", "/"))) {
                faults.add("memory " + inRegisters.group(1) + " became flip-flops");
            }
        }
    }
}
