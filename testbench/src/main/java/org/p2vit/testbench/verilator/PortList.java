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

    private PortList() {}

    static List<Pin> read(Path header) throws IOException {
        List<Pin> pins = new ArrayList<>();
        int offset = 0;
        for (String line : Files.readAllLines(header)) {
            Matcher m = PORT.matcher(line);
            if (!m.find()) {
                continue;
            }
            if (m.group(1).equals("INOUT")) {
                throw new BuildException("port " + m.group(3) + " is inout; only inputs and outputs can be driven");
            }
            int width = Integer.parseInt(m.group(4)) - Integer.parseInt(m.group(5)) + 1;
            Pin pin = new Pin(verilogName(m.group(3)), m.group(1).equals("IN"), width, offset);
            pins.add(pin);
            offset += pin.bytes();
        }
        return List.copyOf(pins);
    }

    static int blockBytes(List<Pin> pins) {
        return pins.stream().mapToInt(Pin::bytes).sum() + TAIL;
    }

    /** Verilator writes two underscores as {@code ___05F}, because it uses two for itself. */
    static String cppName(String verilogName) {
        return verilogName.replace("__", "___05F");
    }

    private static String verilogName(String cppName) {
        return cppName.replace("___05F", "__");
    }
}
