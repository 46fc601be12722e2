// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.top.Accelerator;

/**
 * The outside of the accelerator in IP-XACT: every port, and the bus interface that it belongs to. The definitions of the buses are those that
 * the Verilog's {@code X_INTERFACE_INFO} attributes name.
 */
final class BusXml {
    private static final String DEFINER = "xilinx.com";
    private static final String VERSION = "1.0";
    private static final BigInteger GREATEST =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private BusXml() {}

    /**
     * A kind of bus interface.
     *
     * @param library of the bus definition, likewise {@code type}; its abstraction is called {@code type_rtl}
     */
    private record Kind(String library, String type) {
        void references(XmlLines xml) {
            xml.empty("busType", identity(type));
        }

        String[] identity(String name) {
            return new String[] {"vendor", DEFINER, "library", library, "name", name, "version", VERSION};
        }
    }

    private static final Kind AXI = new Kind("interface", "aximm");

    static void interfaces(XmlLines xml, List<Manifest.Port> ports) {
        xml.open("busInterfaces");
        begin(xml, Accelerator.CONTROL_BUS, AXI, ports);
        xml.open("slave");
        xml.empty("memoryMapRef", "memoryMapRef", Accelerator.CONTROL_BUS);
        xml.close();
        xml.close();
        begin(xml, Accelerator.MEMORY_BUS, AXI, ports);
        xml.open("master");
        xml.empty("addressSpaceRef", "addressSpaceRef", Accelerator.MEMORY_BUS);
        xml.close();
        xml.close();
        single(xml, "aclk", "clock", "CLK", "slave", ports);
        single(xml, "aresetn", "reset", "RST", "slave", ports);
        single(xml, "interrupt", "interrupt", "INTERRUPT", "master", ports);
        xml.close();
    }

    /** What the memory port can reach; of 64 address bits all but the last byte, since a range is a number of 64 bits. */
    static void addressSpaces(XmlLines xml, AcceleratorConfig config) {
        int bits = config.control().addressBits();
        BigInteger range = bits < Long.SIZE ? BigInteger.ONE.shiftLeft(bits) : GREATEST;
        xml.open("addressSpaces");
        xml.open("addressSpace");
        xml.text("name", Accelerator.MEMORY_BUS);
        xml.text("range", "'h" + range.toString(16));
        xml.text("width", config.array().wordBits());
        xml.text("addressUnitBits", Byte.SIZE);
        xml.close();
        xml.close();
    }

    static void ports(XmlLines xml, List<Manifest.Port> ports) {
        xml.open("ports");
        for (Manifest.Port port : ports) {
            xml.open("port");
            xml.text("name", port.name());
            xml.open("wire");
            xml.text("direction", port.direction().equals("input") ? "in" : "out");
            if (port.width() > 1) {
                xml.open("vectors");
                xml.open("vector");
                xml.text("left", port.width() - 1);
                xml.text("right", 0);
                xml.close();
                xml.close();
            }
            xml.close();
            xml.close();
        }
        xml.close();
    }

    private static void begin(XmlLines xml, String name, Kind kind, List<Manifest.Port> ports) {
        String prefix = name + "_";
        begin(xml, name, kind);
        ports.stream()
                .filter(port -> port.name().startsWith(prefix))
                .forEach(port -> map(xml, port.name().substring(prefix.length()).toUpperCase(Locale.ROOT), port));
        xml.close();
        xml.close();
        xml.close();
    }

    /** An interface of one port, which has its name. */
    private static void single(
            XmlLines xml, String name, String type, String logical, String mode, List<Manifest.Port> ports) {
        begin(xml, name, new Kind("signal", type));
        ports.stream().filter(port -> port.name().equals(name)).forEach(port -> map(xml, logical, port));
        xml.close();
        xml.close();
        xml.close();
        xml.empty(mode);
        xml.close();
    }

    private static void begin(XmlLines xml, String name, Kind kind) {
        xml.open("busInterface");
        xml.text("name", name);
        kind.references(xml);
        xml.open("abstractionTypes");
        xml.open("abstractionType");
        xml.empty("abstractionRef", kind.identity(kind.type() + "_rtl"));
        xml.open("portMaps");
    }

    private static void map(XmlLines xml, String logical, Manifest.Port port) {
        xml.open("portMap");
        xml.open("logicalPort");
        xml.text("name", logical);
        xml.close();
        xml.open("physicalPort");
        xml.text("name", port.name());
        xml.close();
        xml.close();
    }
}
