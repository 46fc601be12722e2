// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The latest arrival in each flat module, as yosys's {@code sta} finds it: logic only, without routing. */
final class LogicDelays {
    private static final Pattern LATEST = Pattern.compile("^Latest arrival time in '(.+)' is (\\d+):");

    private final Map<String, Integer> picoseconds = new HashMap<>();

    private LogicDelays() {}

    static LogicDelays none() {
        return new LogicDelays();
    }

    /** What yosys left in a file. */
    static LogicDelays read(Path file) throws IOException {
        LogicDelays delays = none();
        for (String line : Files.readAllLines(file)) {
            Matcher latest = LATEST.matcher(line);
            if (latest.find()) {
                delays.picoseconds.put(latest.group(1), Integer.parseInt(latest.group(2)));
            }
        }
        return delays;
    }

    /** The longest path of a module in nanoseconds; 0 if it is not known. */
    double of(String module) {
        return picoseconds.getOrDefault(module, 0) / 1000.0;
    }
}
