// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a constraint file and says which ports and clocks it names that are not there. */
final class Constraints {
    private static final Set<String> COMMANDS =
            Set.of("create_clock", "set_property", "set_false_path", "set_max_delay");
    private static final Pattern QUERY = Pattern.compile("\\[(get_ports|get_clocks|get_\\w+)\\s+([^\\]]*)\\]");
    private static final Pattern CLOCK = Pattern.compile("create_clock .*-name (\\w+)");

    private Constraints() {}

    static List<String> complaints(String xdc, Set<String> ports) {
        List<String> complaints = new ArrayList<>();
        Set<String> clocks = new HashSet<>();
        for (String line : xdc.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!COMMANDS.contains(line.split(" ")[0])) {
                complaints.add("unknown constraint: " + line);
            }
            Matcher query = QUERY.matcher(line);
            while (query.find()) {
                Set<String> known =
                        switch (query.group(1)) {
                            case "get_ports" -> ports;
                            case "get_clocks" -> clocks;
                            default -> Set.of();
                        };
                for (String name : query.group(2).replaceAll("[{}]", " ").trim().split("\\s+")) {
                    if (!known.contains(name)) {
                        complaints.add(query.group(1) + " " + name + ": there is none");
                    }
                }
            }
            Matcher clock = CLOCK.matcher(line);
            if (clock.find()) {
                clocks.add(clock.group(1));
            }
        }
        return complaints;
    }
}
