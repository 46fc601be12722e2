// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.testbench.fpga.VivadoScripts.Result;
import org.p2vit.testbench.verilator.Toolchain;

/** What Linux loads the accelerator by: the overlay compiles, applies to a tree like the board's, and says what the design says. */
@Tag("tools")
@Tag("fpga")
class FirmwareTests {
    /** As much of the trees of both families as the overlays refer to. */
    private static final String BASE = """
            /dts-v1/;
            / {
                #address-cells = <%1$d>;
                #size-cells = <%1$d>;
                zynqmp_reset: reset { #reset-cells = <1>; };
                zynqmp_clk: clock { #clock-cells = <1>; };
                clkc: clkc { #clock-cells = <1>; };
                gic: intc: interrupts { interrupt-controller; #interrupt-cells = <3>; };
                fpga_full: fpga-full { compatible = "fpga-region"; };
                amba: axi { compatible = "simple-bus"; ranges; };
            };
            """;

    private static final Pattern BASE_ADDRESS = Pattern.compile("control_base\\s+(0x[0-9A-F]+)");

    @TempDir
    private static Path folder;

    private static VivadoScripts scripts;

    @BeforeAll
    static void copy() throws IOException {
        scripts = new VivadoScripts(folder, "kv260", "zcu104", "pynq-z2");
    }

    @ParameterizedTest
    @CsvSource({
        "kv260, zynq_ultra_ps_e, 2, 187498000, 0x59",
        "zcu104, zynq_ultra_ps_e, 2, 249998000, 0x59",
        "pynq-z2, processing_system7, 1, 100000000, 0x1d"
    })
    void theOverlayAppliesAndSaysWhatTheDesignSays(String board, String ps, int cells, int hertz, String interrupt)
            throws Exception {
        Path firmware = firmware(board);
        Path base = Files.writeString(folder.resolve(board + ".dts"), BASE.formatted(cells));
        Path blob = folder.resolve(board + ".dtb");
        run("dtc", "-q", "-@", "-I", "dts", "-O", "dtb", "-o", blob.toString(), base.toString());
        Path applied = folder.resolve(board + "-applied.dtb");
        run(
                "fdtoverlay",
                "-i",
                blob.toString(),
                "-o",
                applied.toString(),
                firmware.resolve("p2vit.dtbo").toString());
        run("dtc", "-q", "-I", "dtb", "-O", "dts", "-o", applied + ".dts", applied.toString());
        String tree = Files.readString(Path.of(applied + ".dts"));

        Matcher address = BASE_ADDRESS.matcher(Files.readString(VivadoScripts.SOURCES.resolve("ps/" + ps + ".tcl")));
        assertThat(address.find()).isTrue();
        String registers = address.group(1).toLowerCase(Locale.ROOT);
        assertThat(node(tree, "p2vit@" + registers.substring(2)))
                .contains("compatible = \"generic-uio\"", "interrupts = <0x00 " + interrupt + " 0x04>")
                .contains(
                        "reg = <" + (cells == 2 ? "0x00 " + registers + " 0x00 0x1000" : registers + " 0x1000") + ">");
        assertThat(node(tree, "p2vit_clock"))
                .contains(
                        "compatible = \"xlnx,fclk\"", "assigned-clock-rates = <0x" + Integer.toHexString(hertz) + ">");
        assertThat(node(tree, "udmabuf0")).contains("ikwzm,u-dma-buf", "size = <0x8000000>");
        assertThat(node(tree, "fpga-full")).contains("firmware-name = \"p2vit.bit.bin\"");
        if (cells == 2) {
            assertThat(node(tree, "afi0")).contains(" 0x0e 0x00 ").contains("xlnx,afi-fpga");
        }
    }

    @Test
    void aKriaIsToldWhatAnApplicationIs() throws Exception {
        Path firmware = firmware("kv260");
        assertThat(firmware.resolve("shell.json")).content().contains("XRT_FLAT");
        assertThat(firmware.resolve("steps.txt")).content().contains("xmutil loadapp p2vit");
        assertThat(firmware.resolve("p2vit.bif")).content().contains("[destination_device = pl] p2vit.bit");
        assertThat(firmware.resolve("p2vit.bit.bin")).as("no bootgen here").doesNotExist();
        assertThat(firmware("pynq-z2").toFile().list())
                .containsExactlyInAnyOrder("p2vit.bit", "p2vit.bif", "p2vit.dts", "p2vit.dtbo", "steps.txt");
    }

    /** Where bootgen is, it is called, and what it makes is part of the result. */
    @Test
    void bootgenIsCalledWhereItIs() throws Exception {
        Path bootgen = Files.writeString(folder.resolve("fpga/check/bootgen"), """
                #!/bin/sh
                echo "$@" >called.txt
                [ "$2" = zynqmp ] && : >p2vit.bit.bin
                """);
        assertThat(bootgen.toFile().setExecutable(true)).isTrue();
        Path firmware = firmware("zcu104");
        assertThat(firmware.resolve("p2vit.bit.bin")).exists();
        assertThat(firmware.resolve("called.txt"))
                .content()
                .startsWith("-arch zynqmp -image p2vit.bif -o p2vit.bit.bin");

        scripts.succeed("ip", "pynq-z2", "pynq-z2");
        scripts.succeed("bitstream", "pynq-z2", "pynq-z2", "1");
        Result failed = scripts.run("firmware", "pynq-z2");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors()).startsWith("p2vit: bootgen failed; see ").endsWith("bootgen.log\n");
        assertThat(scripts.build("pynq-z2").resolve("firmware")).doesNotExist();
        Files.delete(bootgen);
    }

    @Test
    void withoutABitstreamThereIsNothingToLoad() throws Exception {
        Result result =
                new VivadoScripts(Files.createDirectory(folder.resolve("empty"))).run(Map.of(), "firmware", "kv260");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).startsWith("p2vit: there is no ").contains("make bitstream BOARD=kv260");
    }

    private static Path firmware(String board) throws Exception {
        scripts.succeed("ip", board, board);
        scripts.succeed("bitstream", board, board, "1");
        scripts.succeed("firmware", board);
        return scripts.build(board).resolve("firmware");
    }

    private static void run(String... command) {
        Toolchain.run(folder, List.of(command));
    }

    /** The text of a node, without what is in nodes of its own. */
    private static String node(String tree, String name) {
        Matcher node =
                Pattern.compile("\\b" + Pattern.quote(name) + " \\{([^{}]*)").matcher(tree);
        assertThat(node.find()).as("node %s in %s", name, tree).isTrue();
        return node.group(1);
    }
}
