// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the ports of a top from the header that Verilator writes. That header is the one place that states a port's C++
 * name, type and width together.
 */
final class PortList {
    /** {@code VL_IN8(&name,msb,lsb);} and its wider kin. */
    private static final Pattern PORT =
            Pattern.compile("^\\s*VL_(IN|OUT|INOUT)(8|16|64|W|)\\(&(\\w+),(\\d+),(\\d+)(?:,\\d+)?\\);");

    /** Block that ends the pins, so that a 64-bit access to the last pin stays inside. */
    private static final int TAIL = 8;

    /** A port and the member of the C++ class that it became. */
    record Port(String member, Pin pin) {}

    private PortList() {}

    static List<Pin> pins(Path header) throws IOException {
        return read(header).stream().map(Port::pin).toList();
    }

    static List<Port> read(Path header) throws IOException {
        return of(Files.readAllLines(header));
    }

    /** Those of a header's lines. */
    static List<Port> of(List<String> header) {
        List<Port> ports = new ArrayList<>();
        int offset = 0;
        for (String line : header) {
            Matcher m = PORT.matcher(line);
            if (!m.find()) {
                continue;
            }
            if (m.group(1).equals("INOUT")) {
                throw new BuildException("port " + m.group(3) + " is inout; only inputs and outputs can be driven");
            }
            int width = Integer.parseInt(m.group(4)) - Integer.parseInt(m.group(5)) + 1;
            Pin pin = new Pin(verilogName(m.group(3)), m.group(1).equals("IN"), width, offset);
            ports.add(new Port(m.group(3), pin));
            offset += pin.bytes();
        }
        return List.copyOf(ports);
    }

    static int blockBytes(List<Pin> pins) {
        return pins.stream().mapToInt(Pin::bytes).sum() + TAIL;
    }

    /**
     * Verilator keeps two underscores for itself: it writes {@code ___05F} for the user's, and marks a port whose name C++
     * or its own runtime has taken.
     */
    private static String verilogName(String member) {
        return member.replaceFirst("^__SYM__", "").replace("___05F", "__");
    }
}
