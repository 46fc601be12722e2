// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.Register.Access;
import org.p2vit.hw.register.RegisterMap;
import org.w3c.dom.Element;

/** The component that is emitted, read back: against what IEEE 1685-2014 asks of one, the register table and the Verilog's ports. */
@Tag("fpga")
class IpXactTests {
    /**
     * The children that elements have here, in the order of the standard's sequences. A question mark: may be missing; a star: any number; a
     * plus: at least one.
     */
    private static final Map<String, String> SEQUENCES = Map.ofEntries(
            Map.entry(
                    "component",
                    "vendor library name version busInterfaces addressSpaces memoryMaps model fileSets description"),
            Map.entry("busInterfaces", "busInterface+"),
            Map.entry("busInterface", "name busType abstractionTypes master? slave?"),
            Map.entry("abstractionTypes", "abstractionType"),
            Map.entry("abstractionType", "abstractionRef portMaps"),
            Map.entry("portMaps", "portMap+"),
            Map.entry("portMap", "logicalPort physicalPort"),
            Map.entry("logicalPort", "name"),
            Map.entry("physicalPort", "name"),
            Map.entry("master", "addressSpaceRef?"),
            Map.entry("slave", "memoryMapRef?"),
            Map.entry("addressSpaces", "addressSpace+"),
            Map.entry("addressSpace", "name range width addressUnitBits"),
            Map.entry("memoryMaps", "memoryMap+"),
            Map.entry("memoryMap", "name addressBlock+ addressUnitBits"),
            Map.entry("addressBlock", "name baseAddress range width usage register+"),
            Map.entry("register", "name description addressOffset size volatile access field+"),
            Map.entry(
                    "field",
                    "name description bitOffset resets bitWidth volatile access enumeratedValues? modifiedWriteValue? readAction?"),
            Map.entry("resets", "reset"),
            Map.entry("reset", "value"),
            Map.entry("enumeratedValues", "enumeratedValue+"),
            Map.entry("enumeratedValue", "name description value"),
            Map.entry("model", "views instantiations ports"),
            Map.entry("views", "view"),
            Map.entry("view", "name envIdentifier componentInstantiationRef"),
            Map.entry("instantiations", "componentInstantiation"),
            Map.entry("componentInstantiation", "name language moduleName fileSetRef"),
            Map.entry("fileSetRef", "localName"),
            Map.entry("ports", "port+"),
            Map.entry("port", "name wire"),
            Map.entry("wire", "direction vectors?"),
            Map.entry("vectors", "vector"),
            Map.entry("vector", "left right"),
            Map.entry("fileSets", "fileSet+"),
            Map.entry("fileSet", "name file+"),
            Map.entry("file", "name fileType"));

    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");

    @TempDir
    private static Path folder;

    private static Manifest manifest;
    private static Element component;

    @BeforeAll
    static void emit() throws Exception {
        manifest = Emitter.emit(TINY, folder.resolve("tiny"));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        component = factory.newDocumentBuilder()
                .parse(folder.resolve("tiny/registers.xml").toFile())
                .getDocumentElement();
    }

    @Test
    void itIsAComponentWithTheNameThatDriversKnow() {
        assertThat(component.getNamespaceURI()).isEqualTo(RegisterXml.NAMESPACE);
        assertThat(component.getLocalName()).isEqualTo("component");
        assertThat(String.join(
                        ":",
                        text(component, "vendor"),
                        text(component, "library"),
                        text(component, "name"),
                        text(component, "version")))
                .isEqualTo(IpIdentity.vlnv());
        assertThat(text(component, "description")).isEqualTo(TINY.description());
    }

    @Test
    void everyElementHasItsChildrenInTheOrderOfTheStandard() {
        for (Element element : all(component)) {
            String name = element.getLocalName();
            assertThat(element.getNamespaceURI()).isEqualTo(RegisterXml.NAMESPACE);
            String sequence = SEQUENCES.getOrDefault(name, "");
            String pattern = sequence.isEmpty()
                    ? ""
                    : Arrays.stream(sequence.split(" "))
                            .map(item -> item.matches(".*[?*+]")
                                    ? "(" + item.substring(0, item.length() - 1) + " )" + item.charAt(item.length() - 1)
                                    : item + " ")
                            .reduce("", String::concat);
            StringBuilder found = new StringBuilder();
            children(element)
                    .forEach(child -> found.append(child.getLocalName()).append(' '));
            assertThat(found).as(name).matches(pattern);
        }
    }

    @Test
    void portsAreThoseOfTheVerilogAndEachHasAnInterface() {
        List<Manifest.Port> read = named(component, "port").stream()
                .map(port -> {
                    Element wire = child(port, "wire");
                    long width = named(wire, "vector").isEmpty()
                            ? 1
                            : number(named(wire, "vector").get(0), "left") + 1;
                    named(wire, "vector").forEach(vector -> assertThat(number(vector, "right"))
                            .isZero());
                    return new Manifest.Port(
                            text(port, "name"), text(wire, "direction") + "put", Math.toIntExact(width));
                })
                .toList();
        assertThat(read).containsExactlyElementsOf(manifest.ports());
        assertThat(named(component, "physicalPort"))
                .extracting(port -> text(port, "name"))
                .containsExactlyInAnyOrderElementsOf(
                        manifest.ports().stream().map(Manifest.Port::name).toList());
    }

    /** The Verilog names bus, interface and logical port of each of its ports for tools that infer them. */
    @Test
    void interfacesAreThoseThatTheVerilogNames() throws Exception {
        Map<String, String> inferred = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("tiny/p2vit.v"))) {
            if (line.contains("X_INTERFACE_INFO")) {
                String port = line.replaceAll(",$", "").replaceAll(".* ", "");
                inferred.put(port, line.replaceAll(".*X_INTERFACE_INFO *= *\"([^\"]*)\".*", "$1"));
            }
        }
        Map<String, String> mapped = new HashMap<>();
        for (Element bus : named(component, "busInterface")) {
            Element type = child(bus, "busType");
            assertThat(named(bus, "abstractionRef").get(0).getAttribute("name"))
                    .isEqualTo(type.getAttribute("name") + "_rtl");
            String identity = String.join(
                    ":",
                    type.getAttribute("vendor"),
                    type.getAttribute("library"),
                    type.getAttribute("name"),
                    type.getAttribute("version"));
            for (Element map : named(bus, "portMap")) {
                mapped.put(
                        text(child(map, "physicalPort"), "name"),
                        identity + " " + text(bus, "name") + " " + text(child(map, "logicalPort"), "name"));
            }
        }
        assertThat(mapped).isEqualTo(inferred);
    }

    @Test
    void referencesNameWhatIsThere() {
        assertThat(named(component, "memoryMapRef"))
                .singleElement()
                .extracting(ref -> ref.getAttribute("memoryMapRef"))
                .isEqualTo(text(named(component, "memoryMap").get(0), "name"));
        assertThat(named(component, "addressSpaceRef"))
                .singleElement()
                .extracting(ref -> ref.getAttribute("addressSpaceRef"))
                .isEqualTo(text(named(component, "addressSpace").get(0), "name"));
        assertThat(text(named(component, "fileSetRef").get(0), "localName"))
                .isEqualTo(text(named(component, "fileSet").get(0), "name"));
        assertThat(text(named(component, "view").get(0), "componentInstantiationRef"))
                .isEqualTo(text(named(component, "componentInstantiation").get(0), "name"));
        assertThat(text(named(component, "componentInstantiation").get(0), "moduleName"))
                .isEqualTo(manifest.top());
        assertThat(folder.resolve("tiny").resolve(text(named(component, "file").get(0), "name")))
                .exists();
    }

    @Test
    void registersAndFieldsAreThoseOfTheTable() {
        Element block = named(component, "addressBlock").get(0);
        assertThat(number(block, "range")).isEqualTo(1L << RegisterMap.ADDRESS_BITS);
        assertThat(number(block, "width")).isEqualTo(Register.BITS);
        List<Register> registers = RegisterTable.of(TINY, manifest.ports()).registers();
        List<Element> elements = named(block, "register");
        assertThat(elements)
                .extracting(element -> text(element, "name"))
                .containsExactlyElementsOf(
                        registers.stream().map(Register::name).toList());
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            Element element = elements.get(i);
            assertThat(text(element, "description")).isEqualTo(register.description());
            assertThat(number(element, "addressOffset")).isEqualTo(register.offset());
            assertThat(number(element, "size")).isEqualTo(Register.BITS);
            assertThat(text(element, "access")).isEqualTo(register.access() == Access.RO ? "read-only" : "read-write");
            assertThat(text(element, "volatile")).as(register.name()).isEqualTo(changes(register.access()));
            long reset = 0;
            for (Element field : named(element, "field")) {
                reset |= number(named(field, "reset").get(0), "value") << number(field, "bitOffset");
            }
            assertThat(reset).as(register.name()).isEqualTo(Integer.toUnsignedLong(register.reset()));
            requireFields(register, named(element, "field"));
        }
    }

    private static void requireFields(Register register, List<Element> elements) {
        if (register.fields().isEmpty()) {
            assertThat(elements).singleElement().satisfies(whole -> {
                assertThat(number(whole, "bitOffset")).isZero();
                assertThat(number(whole, "bitWidth")).isEqualTo(Register.BITS);
                assertThat(text(whole, "volatile")).as(register.name()).isEqualTo(changes(register.access()));
                assertThat(text(whole, "access"))
                        .isEqualTo(register.access() == Access.RO ? "read-only" : "read-write");
            });
            return;
        }
        assertThat(elements).hasSameSizeAs(register.fields());
        for (int i = 0; i < elements.size(); i++) {
            Register.Field field = register.fields().get(i);
            Element element = elements.get(i);
            assertThat(text(element, "name")).isEqualTo(field.name());
            assertThat(text(element, "description")).isEqualTo(field.description());
            assertThat(number(element, "bitOffset")).isEqualTo(field.low());
            assertThat(number(element, "bitWidth")).isEqualTo(field.high() - field.low() + 1);
            assertThat(text(element, "volatile")).isEqualTo(changes(field.access()));
            assertThat(text(element, "access"))
                    .as(field.name())
                    .isEqualTo(List.of(Access.RO, Access.RC).contains(field.access()) ? "read-only" : "read-write");
            assertThat(named(element, "readAction")).hasSize(field.access() == Access.RC ? 1 : 0);
            assertThat(named(element, "modifiedWriteValue"))
                    .extracting(Element::getTextContent)
                    .isEqualTo(
                            switch (field.access()) {
                                case TOW -> List.of("oneToToggle");
                                case W1A -> List.of("oneToSet");
                                default -> List.of();
                            });
        }
    }

    /** Whether hardware changes what software wrote. */
    private static String changes(Access access) {
        return Boolean.toString(access != Access.RW && access != Access.RWI);
    }

    @Test
    void everyBusHasItsSide() {
        Map<String, String> sides = new HashMap<>();
        for (Element bus : named(component, "busInterface")) {
            List<Element> parts = children(bus);
            sides.put(text(bus, "name"), parts.get(parts.size() - 1).getLocalName());
        }
        assertThat(sides)
                .isEqualTo(Map.of(
                        "s_axi_ctrl", "slave",
                        "m_axi_gmem", "master",
                        "aclk", "slave",
                        "aresetn", "slave",
                        "interrupt", "master"));
    }

    @Test
    void addressesCountBytesAndFilesAreVerilog() {
        assertThat(named(component, "addressUnitBits"))
                .hasSize(2)
                .extracting(Element::getTextContent)
                .containsOnly("8");
        assertThat(number(named(component, "addressSpace").get(0), "width"))
                .isEqualTo(TINY.array().wordBits());
        assertThat(text(named(component, "file").get(0), "fileType")).isEqualTo("verilogSource");
        assertThat(text(named(component, "componentInstantiation").get(0), "language"))
                .isEqualTo("verilog");
        assertThat(text(named(component, "addressBlock").get(0), "usage")).isEqualTo("register");
    }

    @Test
    void theErrorCodesAreEnumerated() {
        Map<String, Long> codes = new LinkedHashMap<>();
        for (Element value : named(component, "enumeratedValue")) {
            codes.put(text(value, "name"), number(value, "value"));
        }
        assertThat(codes).hasSize(ErrorCode.values().length);
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(codes).containsEntry(code.name(), (long) code.ordinal());
        }
    }

    /** A range is a number of 64 bits. */
    @Test
    void theAddressSpaceIsThatOfTheMemoryPort() {
        for (int bits : List.of(32, 63, 64)) {
            BigInteger all = BigInteger.ONE.shiftLeft(bits);
            BigInteger expected = bits == 64 ? all.subtract(BigInteger.ONE) : all;
            XmlLines xml = new XmlLines("ipxact");
            BusXml.addressSpaces(xml, withAddressBits(bits));
            assertThat(xml.text()).contains("<ipxact:range>'h" + expected.toString(16) + "</ipxact:range>");
        }
    }

    private static AcceleratorConfig withAddressBits(int bits) {
        String text = "";
        try {
            text = Files.readString(Path.of("src/main/resources/configs/tiny.yaml"))
                    .replace("addressBits: 32", "addressBits: " + bits);
            return AcceleratorConfig.load(
                    Files.writeString(folder.resolve("wide.yaml"), text).toString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Element> all(Element root) {
        List<Element> elements = new ArrayList<>(List.of(root));
        children(root).forEach(child -> elements.addAll(all(child)));
        return elements;
    }

    private static List<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static List<Element> named(Element parent, String name) {
        var found = parent.getElementsByTagNameNS(RegisterXml.NAMESPACE, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent();
    }

    /** As SystemVerilog writes numbers. */
    private static long number(Element parent, String name) {
        String text = text(parent, name);
        return text.startsWith("'h") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
