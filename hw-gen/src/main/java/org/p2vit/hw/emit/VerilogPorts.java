// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ports of a module from the Verilog that {@link org.p2vit.hw.dsl.Generate} writes: one port on each line. */
final class VerilogPorts {
    private static final Pattern PORT = Pattern.compile(
            "^ *(?:\\(\\*.*\\*\\) *)?(input|output) +(?:wire|reg) +(?:signed +)?(?:\\[(\\d+):0\\])? *(\\w+),?$");

    private VerilogPorts() {}

    /** @throws IllegalStateException when the module is not there or a line of its header is no port */
    static List<Manifest.Port> of(String verilog, String module) {
        String head = "module " + module + " (";
        List<String> lines = verilog.lines()
                .dropWhile(line -> !line.equals(head))
                .skip(1)
                .takeWhile(line -> !line.equals(");"))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException("no ports of module " + module + " in its Verilog");
        }
        return lines.stream().map(VerilogPorts::port).toList();
    }

    private static Manifest.Port port(String line) {
        Matcher port = PORT.matcher(line);
        if (!port.matches()) {
            throw new IllegalStateException("cannot read the port: " + line);
        }
        int width = port.group(2) == null ? 1 : Integer.parseInt(port.group(2)) + 1;
        return new Manifest.Port(port.group(3), port.group(1), width);
    }
}
