// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code doc/configuration.md} as its tests read it: the rows of its tables, and the file that it shows. */
record ConfigPage(String text) {
    static ConfigPage read() throws IOException {
        return new ConfigPage(Files.readString(Path.of("../doc/configuration.md")));
    }

    /** The rows of the table whose first column is headed so, by what stands between the first backquotes; other cells follow. */
    Map<String, List<String>> table(String heading) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        int from = text.indexOf("\n| " + heading + " |");
        for (String line : text.substring(from + 1).split("\n")) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.get(1).startsWith("`")) {
                rows.put(cells.get(1).split("`")[1], cells.subList(2, cells.size() - 1));
            }
        }
        return rows;
    }

    String example() {
        int from = text.indexOf("```yaml\n") + "```yaml\n".length();
        return text.substring(from, text.indexOf("```", from));
    }
}
