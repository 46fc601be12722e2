// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Joins small C++ files for compilation: Verilator's headers cost more than a small unit's own code, so one compiler run
 * instead of ten makes a small model build several times faster, while big designs stay split over the processors.
 */
final class UnityFiles {
    private UnityFiles() {}

    /**
     * What runs every cycle is compiled at {@code speed}; what runs once, for a short compilation.
     *
     * @param enough source bytes from which a file is worth a compiler run of its own
     */
    static List<CppCompiler.Unit> write(Path folder, String speed, long enough) throws IOException {
        List<Path> fast = new ArrayList<>();
        List<Path> once = new ArrayList<>();
        long total = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f :
                    files.filter(f -> f.toString().endsWith(".cpp")).sorted().toList()) {
                (runsOnce(f) ? once : fast).add(f);
                total += Files.size(f);
            }
        }
        if (total < enough) {
            fast.addAll(once);
            once.clear();
        }
        List<CppCompiler.Unit> units = new ArrayList<>();
        group(folder, "fast", fast, speed, enough, units);
        group(folder, "once", once, "-O1", enough, units);
        return units;
    }

    private static boolean runsOnce(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith("__Slow.cpp") || name.contains("__Syms") || name.contains("__Trace");
    }

    private static void group(
            Path folder, String name, List<Path> files, String level, long enough, List<CppCompiler.Unit> units)
            throws IOException {
        StringBuilder includes = new StringBuilder();
        long bytes = 0;
        int count = 0;
        for (Path file : files) {
            includes.append("#include \"").append(file.getFileName()).append("\"\n");
            bytes += Files.size(file);
            if (bytes >= enough || file.equals(files.get(files.size() - 1))) {
                Path unity = folder.resolve("unity_" + name + count++ + ".cpp");
                units.add(new CppCompiler.Unit(Files.writeString(unity, includes), level, bytes));
                includes.setLength(0);
                bytes = 0;
            }
        }
    }
}
