// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.emit.Manifest.Port;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

@Tag("fpga")
class EmitterTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final List<String> FILES = List.of(
            Emitter.MANIFEST,
            Emitter.VERILOG,
            "p2vit_registers.h",
            "p2vit_image_form.h",
            "p2vit.core",
            "p2vit.vlt",
            "p2vit_ip.tcl",
            "p2vit_ooc.xdc",
            "p2vit_registers.py",
            "p2vit_image_form.py",
            "registers.json",
            "registers.md",
            "registers.xml");

    private static final String SPOILT = FILES.get(2);

    @TempDir
    private static Path parent;

    private static Path folder;
    private static Manifest manifest;

    @BeforeAll
    static void emit() {
        folder = parent.resolve("deep/tiny");
        manifest = Emitter.emit(TINY, folder);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theSameConfigurationGivesTheSameBytes() throws IOException {
        Path again = parent.resolve("again");
        Emitter.emit(TINY, again);
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(FILES);
        for (String file : FILES) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
        }
    }

    @Test
    void theManifestDescribesTheFiles() throws IOException {
        List<Manifest.Product> products = new ArrayList<>(manifest.companions());
        products.add(manifest.verilog());
        assertThat(products).hasSize(FILES.size() - 1);
        for (Manifest.Product product : products) {
            byte[] bytes = Files.readAllBytes(folder.resolve(product.file()));
            assertThat(product.bytes()).isEqualTo(bytes.length);
            assertThat(product.sha256()).isEqualTo(Sha256.hex(bytes));
        }
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve(Emitter.MANIFEST)));
        assertThat(json.toString()).isEqualTo(JsonMapper.shared().writeValueAsString(manifest));
        assertThat(json.at("/config/name").asString()).isEqualTo("tiny");
        assertThat(json.at("/config/array/tokenTile").asInt())
                .isEqualTo(TINY.array().tokenTile());
        assertThat(json.at("/programFormatVersion").asInt()).isEqualTo(Program.FORMAT_VERSION);
    }

    @Test
    void thePortsAreThoseOfTheTop() {
        int dataBits = 8 * TINY.array().word();
        assertThat(manifest.ports())
                .contains(
                        new Port("aclk", "input", 1),
                        new Port("aresetn", "input", 1),
                        new Port("interrupt", "output", 1),
                        new Port("s_axi_ctrl_awaddr", "input", RegisterMap.ADDRESS_BITS),
                        new Port("s_axi_ctrl_rdata", "output", 32),
                        new Port("m_axi_gmem_araddr", "output", TINY.control().addressBits()),
                        new Port("m_axi_gmem_rdata", "input", dataBits),
                        new Port("m_axi_gmem_wstrb", "output", dataBits / 8))
                .hasSize(3 + 19 + 33);
        assertThat(manifest.ports()).extracting(Port::name).doesNotHaveDuplicates();
    }

    @Test
    void theHashStandsInTheVerilogToo() throws IOException {
        assertThat(manifest.configHash()).isEqualTo("%08x".formatted(ConfigHash.of(TINY)));
        assertThat(Files.readString(folder.resolve(Emitter.VERILOG))).contains("32'h" + manifest.configHash());
    }

    @Test
    void filesAreWrittenAnewOnlyWhereTheyDiffer() throws IOException {
        Path target = parent.resolve("replaced/tiny");
        Emitter.emit(TINY, target);
        var before = Files.getLastModifiedTime(target.resolve(Emitter.VERILOG));
        Emitter.emit(TINY, target);
        assertThat(Files.getLastModifiedTime(target.resolve(Emitter.VERILOG))).isEqualTo(before);
        Files.delete(target.resolve(SPOILT));
        Emitter.emit(TINY, target);
        assertThat(names(target)).containsExactlyInAnyOrderElementsOf(FILES);
        assertThat(target.resolve(SPOILT)).hasSameBinaryContentAs(folder.resolve(SPOILT));
        assertThat(names(target.getParent())).containsExactly("tiny");
    }

    @Test
    void whatWasNotEmittedIsNotReplaced() throws IOException {
        Path target = Files.createDirectory(parent.resolve("foreign"));
        Files.writeString(target.resolve("notes.txt"), "mine");
        Files.writeString(target.resolve(Emitter.MANIFEST), "{\"name\": \"an app\"}");
        assertThatThrownBy(() -> Emitter.emit(TINY, target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("foreign")
                .hasMessageContaining(Emitter.MANIFEST);
        assertThat(names(target)).containsExactlyInAnyOrder("notes.txt", Emitter.MANIFEST);
        assertThat(names(parent)).noneMatch(name -> name.endsWith(".partial"));
    }

    @Test
    void anEditedFileIsNotLost() throws IOException {
        Path target = parent.resolve("edited");
        Emitter.emit(TINY, target);
        Files.writeString(target.resolve(SPOILT), "edited");
        assertThatThrownBy(() -> Emitter.emit(TINY, target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(SPOILT);
        assertThat(target.resolve(SPOILT)).hasContent("edited");
    }

    @Test
    void everyPortBelongsToAnInterfaceThatToolsInfer() throws IOException {
        List<String> ports = Files.readString(folder.resolve(Emitter.VERILOG))
                .lines()
                .dropWhile(line -> !line.equals("module p2vit ("))
                .skip(1)
                .takeWhile(line -> !line.equals(");"))
                .toList();
        assertThat(ports).hasSameSizeAs(manifest.ports());
        for (String port : ports) {
            String name = port.replaceAll(",$", "").replaceAll(".* ", "");
            String interfaceName = name.startsWith("s_axi_ctrl_")
                    ? "s_axi_ctrl"
                    : name.startsWith("m_axi_gmem_") ? "m_axi_gmem" : name;
            String logical = name.substring(Math.min(name.length(), interfaceName.length() + 1))
                    .toUpperCase(Locale.ROOT);
            String info =
                    switch (name) {
                        case "aclk" -> "xilinx.com:signal:clock:1.0 aclk CLK";
                        case "aresetn" -> "xilinx.com:signal:reset:1.0 aresetn RST";
                        case "interrupt" -> "xilinx.com:signal:interrupt:1.0 interrupt INTERRUPT";
                        default -> "xilinx.com:interface:aximm:1.0 " + interfaceName + " " + logical;
                    };
            assertThat(port).contains("X_INTERFACE_INFO = \"" + info + "\"");
        }
        assertThat(ports.stream().filter(port -> port.contains("X_INTERFACE_PARAMETER")))
                .as("one port of each interface carries its parameters")
                .hasSize(5)
                .anyMatch(port -> port.contains("ASSOCIATED_BUSIF s_axi_ctrl:m_axi_gmem, ASSOCIATED_RESET aresetn"))
                .anyMatch(port -> port.contains("POLARITY ACTIVE_LOW"))
                .anyMatch(port -> port.contains("SENSITIVITY LEVEL_HIGH"))
                .anyMatch(port -> port.contains("XIL_INTERFACENAME s_axi_ctrl, PROTOCOL AXI4LITE, DATA_WIDTH 32"))
                .anyMatch(port -> port.contains("XIL_INTERFACENAME m_axi_gmem, PROTOCOL AXI4, DATA_WIDTH 64"));
    }

    @Test
    void theCoreNamesFilesThatAreThere() throws IOException {
        String text = Files.readString(folder.resolve("p2vit.core"));
        assertThat(text).startsWith("CAPI=2:\n");
        JsonNode core = new YAMLMapper().readTree(text);
        assertThat(core.at("/name").asString()).isEqualTo("p2vit.org:accelerator:p2vit-tiny:" + IpIdentity.VERSION);
        for (JsonNode fileset : core.at("/filesets")) {
            for (JsonNode file : fileset.at("/files")) {
                assertThat(file.propertyNames()).allMatch(name -> Files.exists(folder.resolve(name)));
            }
        }
        assertThat(core.at("/targets").propertyNames()).containsExactly("default", "lint", "synth");
        for (JsonNode target : core.at("/targets")) {
            assertThat(target.at("/toplevel").asString()).isEqualTo(manifest.top());
            target.at("/filesets").forEach(name -> assertThat(
                            core.at("/filesets").path(name.asString()).isObject())
                    .isTrue());
        }
    }

    /** What FuseSoC's schema of CAPI 2 allows of the keys that are used; any other key is an error to FuseSoC. */
    @Test
    void theCoreHasOnlyKeysOfTheSchema() throws IOException {
        JsonNode core = new YAMLMapper().readTree(Files.readString(folder.resolve("p2vit.core")));
        // Its first line is the version, which FuseSoC takes off before the schema is applied.
        assertThat(core.propertyNames()).containsExactly("CAPI=2", "name", "description", "filesets", "targets");
        assertThat(core.at("/name").asString().split(":")).hasSize(4);
        for (JsonNode fileset : core.at("/filesets")) {
            assertThat(fileset.propertyNames()).containsExactly("files");
            for (JsonNode file : fileset.at("/files")) {
                assertThat(file.size()).isEqualTo(1);
                JsonNode attributes = file.iterator().next();
                assertThat(attributes.propertyNames()).containsExactly("file_type");
                assertThat(attributes.at("/file_type").asString()).isIn("verilogSource", "vlt", "xdc");
            }
        }
        for (JsonNode target : core.at("/targets")) {
            assertThat(target.propertyNames()).isSubsetOf("default_tool", "filesets", "toplevel", "tools");
            target.at("/tools").properties().forEach(tool -> assertThat(
                            tool.getValue().isObject())
                    .as(tool.getKey())
                    .isTrue());
        }
        assertThat(core.at("/filesets/waivers/files/0/p2vit.vlt/file_type").asString())
                .isEqualTo("vlt");
        assertThat(core.at("/targets/synth/filesets").toString()).doesNotContain("waivers");
    }

    @Test
    void theClockConstraintHasTheConfigurationsPeriodAndAPortOfTheTop() throws IOException {
        assertThat(Files.readString(folder.resolve("p2vit_ooc.xdc")))
                .contains("create_clock -name aclk -period %s [get_ports aclk]"
                        .formatted(BigDecimal.valueOf(1000).divide(TINY.clockMhz(), 3, RoundingMode.HALF_UP)));
    }
}
