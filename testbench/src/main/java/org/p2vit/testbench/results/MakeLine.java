// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to type to measure again, as pages print it: files lose their folders, and places of reports and caches are left out. */
final class MakeLine {
    private static final Set<String> FILES =
            Set.of("MODEL", "CALIBRATION", "IMAGE", "IMAGES", "LABELS", "BIT_TABLE", "CONFIG", "CONFIGS");
    private static final Set<String> PLACES =
            Set.of("--json", "--html", "--cache", "--output", "--search", "--commit", "--work", "--rtl");

    private MakeLine() {}

    /** The line of make, or the command's own if make did not run it. */
    static String of(MeasuredReport report) {
        if (report.make().isEmpty()) {
            return own(report.arguments());
        }
        return Arrays.stream(words(report))
                .map(word -> {
                    int equals = word.indexOf('=');
                    return equals > 0 && FILES.contains(word.substring(0, equals))
                            ? word.substring(0, equals + 1) + named(word.substring(equals + 1))
                            : word;
                })
                .collect(Collectors.joining(" "));
    }

    /** The value that make was given for a variable. */
    static Optional<String> variable(MeasuredReport report, String name) {
        return Arrays.stream(words(report))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    /** Values may have blanks. */
    private static String[] words(MeasuredReport report) {
        return report.make().split(" (?=[A-Z_]+=)");
    }

    private static String own(List<String> arguments) {
        StringBuilder line = new StringBuilder("java -jar testbench/target/p2vit.jar");
        boolean place = false;
        for (String word : arguments) {
            if (word.startsWith("--")) {
                place = PLACES.contains(word);
            }
            if (!place) {
                line.append(" ").append(word.matches("\\d+/\\d+/\\d+") ? word : named(word));
            }
        }
        return line.toString();
    }

    /** A file without its folders, but {@code model.safetensors} with the one that says whose it is. */
    static String named(String path) {
        Path file = Path.of(path).normalize();
        int names = file.getNameCount();
        boolean plain =
                file.getFileName() != null && file.getFileName().toString().startsWith("model.") && names > 1;
        return file.subpath(plain ? names - 2 : names - 1, names).toString();
    }
}
