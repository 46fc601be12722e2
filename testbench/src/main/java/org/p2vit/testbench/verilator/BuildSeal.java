// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.p2vit.quant.storage.Sha256;

/**
 * The digests of what others load from a finished build, in a file beside. A library that is cut short is mapped all the
 * same and ends the process at the first missing page, so it is looked at before.
 */
final class BuildSeal {
    private static final String NAME = "seal";
    private static final Set<String> LOADED = Set.of("so", "o", "h");

    private BuildSeal() {}

    /** Seals a build. */
    static void put(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), text(folder), StandardCharsets.UTF_8);
    }

    /** Whether everything is as it was when it was sealed. */
    static boolean isWhole(Path folder) throws IOException {
        Path seal = folder.resolve(NAME);
        return Files.isRegularFile(seal)
                && new String(Files.readAllBytes(seal), StandardCharsets.UTF_8).equals(text(folder));
    }

    private static String text(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : loaded(folder)) {
            text.append(Sha256.hex(Files.readAllBytes(file)))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        return text.toString();
    }

    private static List<Path> loaded(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(BuildSeal::isLoaded).sorted().toList();
        }
    }

    private static boolean isLoaded(Path file) {
        String name = file.getFileName().toString();
        return LOADED.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }
}
