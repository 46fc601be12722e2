// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.deploy.ImageWord;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;

/**
 * What the README of {@code fpga/pynq} puts into a folder of a board, run there: notebook and program, with stand-ins for the
 * packages {@code pynq} and {@code numpy} that know only what is used, and the simulated {@code tiny} as accelerator.
 */
@Tag("cosim")
@Tag("tools")
@Tag("fpga")
class DriverPynqCosimTests {
    private static final Path PYNQ = DriverProgram.FPGA.resolve("pynq");
    private static final Path STAND_INS = Path.of("src/test/resources/org/p2vit/testbench/device/board");
    /** The name in the notebook; the network is a small one for {@code tiny}. */
    private static final String SELF_TEST = "kv260-demo.img";

    private static final int MEMORY_BYTES = 4 << 20;
    private static final int CASES = 2;
    private static final int CLASSES = 10;
    private static final byte[] IMAGE = TinyDevice.image(CASES);

    @TempDir
    private Path folder;

    private TinyDevice tiny;

    @BeforeEach
    void copyToBoard() throws IOException {
        DriverProgram.assume("python3");
        try (Stream<Path> files = Files.list(PYNQ)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, board(file.getFileName().toString()));
            }
        }
        for (String emitted : List.of("p2vit_registers.py", "p2vit_image_form.py")) {
            Files.copy(TinyDevice.rtl().resolve(emitted), board(emitted));
        }
        Files.write(board("p2vit.bit"), new byte[1]);
        handoff("p2vit", packagedName());
        Files.write(board(SELF_TEST), IMAGE);
        tiny = new TinyDevice(Files.createDirectory(folder.resolve("device")), MEMORY_BYTES);
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void everyCellOfTheNotebookRuns() {
        TinyDevice.Run run = run("p2vit.ipynb");
        assertThat(run.status()).as(run.output()).isZero();
        String cycles = ", [1-9]\\d+\\)";
        String found = IntStream.range(0, CASES).mapToObj(i -> top(i) + "").collect(Collectors.joining(", "));
        assertThat(run.output().lines())
                .satisfiesExactly(
                        selfTest -> assertThat(selfTest).matches("\\(\\[" + found + "]" + cycles),
                        ownInput -> assertThat(ownInput).matches("\\(" + top(0) + cycles),
                        logits -> assertThat(logits)
                                .isEqualTo("logits "
                                        + Arrays.stream(logits(0))
                                                .mapToObj(String::valueOf)
                                                .collect(Collectors.joining(" "))));
    }

    @Test
    void theProgramReplaysASelfTest() {
        TinyDevice.Run run = run("p2vit_run.py", SELF_TEST);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("case 0: class " + top(0), "case 1: class " + top(1), "2 cases, ", "every logit equal");
    }

    @Test
    void anotherConfigurationIsRefused() {
        FaultyDevice other = new FaultyDevice(tiny.device()).reading(RegisterMap.CONFIG_HASH, hash -> hash ^ 1);
        TinyDevice.Run run = run(real -> other, "p2vit_run.py", SELF_TEST);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("error -3: ");
        assertThat(other.written()).isEmpty();
    }

    /** The configuration asks for 100 MHz; of 1060 MHz the closest is 106, which is too fast. */
    @Test
    void theClockIsTheFastestThatTimingWasMetFor() throws IOException {
        Files.writeString(board("clock.py"), """
                import board, pynq
                for source in 1499.985, 1000, 1060, 1200, 80:
                    pynq.SOURCE_MHZ = source
                    print("%.3f" % board.set_clock())
                print("overlay %.3f" % board.P2vitOverlay().clock_mhz)
                """);
        TinyDevice.Run run = run("clock.py");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output().lines())
                .containsExactly("99.999", "100.000", "96.364", "100.000", "80.000", "overlay 80.000");
    }

    @Test
    void aBitstreamWithoutTheAcceleratorIsRefused() throws IOException {
        handoff("p2vit", packagedName() + ".1");
        assertThat(run("p2vit.ipynb").output())
                .contains("p2vit.bit has 0 instances of " + packagedName() + ", not one");
        handoff("first", packagedName(), "second", packagedName());
        assertThat(run("p2vit.ipynb").output()).contains("has 2 instances");
        Files.delete(board("p2vit.hwh"));
        assertThat(run("p2vit.ipynb").output()).contains("No such file", "p2vit.hwh");
    }

    /** Otherwise a pass above would say little. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pynq.PL.reset() | no attribute 'PL'",
                "numpy.zeros(4) | no attribute 'zeros'",
                "numpy.ndarray(4).copy() | no ndarray.copy",
                "numpy.ndarray(4)[0] | has no elements",
                "pynq.allocate(shape=(4,), dtype=int) | has no type",
                "pynq.allocate(shape=(1 << 23,), dtype=numpy.uint8) | no memory left",
                "pynq.Overlay('p2vit.bit').dma | the overlay has no dma",
                "pynq.Overlay('other.bit') | no bitstream other.bit",
                "pynq.MMIO(0xA0000000, 4096).read(2) | there is no register at 0x2",
                "pynq.MMIO(0x40000000, 4096) | there is nothing at 0x40000000",
            })
    void theStandInsAreStrict(String statement, String complaint) throws IOException {
        Files.writeString(board("own.py"), "import numpy, pynq\n" + statement + "\n");
        TinyDevice.Run run = run("own.py");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains(complaint);
    }

    /** A program that stayed in the cache is none to the device, which does not start it; logits that did are wrong. */
    @Test
    void whatTheCacheHoldsBackIsMissed() throws IOException {
        withoutCall("flush");
        assertThatThrownBy(() -> run("own.py"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("its checksum differs");
        withoutCall("invalidate");
        assertThat(run("own.py").output()).startsWith("error ");
    }

    /** A program of a board that leaves out one of the calls which cached memory needs. */
    private void withoutCall(String call) throws IOException {
        String without = """
                import board, p2vit
                pages = board.load_file("%s", extra=4096)
                logits = board.allocate(1 << 16)
                pages.%s = logits.%2$s = lambda: None
                try:
                    board.P2vitOverlay().accelerator.selftest(pages, logits)
                except p2vit.P2vitError as failure:
                    print(failure)
                """;
        Files.writeString(board("own.py"), without.formatted(SELF_TEST, call));
    }

    private Path board(String name) {
        return folder.resolve(name);
    }

    /** The handoff of a block design with these instances: name and VLNV, and so on. */
    private void handoff(String... instances) throws IOException {
        StringBuilder modules =
                new StringBuilder("<MODULE INSTANCE=\"ps\" VLNV=\"xilinx.com:ip:zynq_ultra_ps_e:3.5\"/>");
        for (int i = 0; i < instances.length; i += 2) {
            modules.append("<MODULE INSTANCE=\"%s\" VLNV=\"%s\"/>".formatted(instances[i], instances[i + 1]));
        }
        Files.writeString(board("p2vit.hwh"), "<EDKSYSTEM><MODULES>" + modules + "</MODULES></EDKSYSTEM>\n");
    }

    /** The name that the scripts give the packaged accelerator, from the data that they read. */
    private static String packagedName() throws IOException {
        String data = Files.readString(TinyDevice.rtl().resolve("p2vit_ip.tcl"));
        return Stream.of("vendor", "library", "name", "version")
                .map(key -> {
                    Matcher entry =
                            Pattern.compile("(?m)^ {4}" + key + " \\{(.*)}$").matcher(data);
                    assertThat(entry.find()).as(key).isTrue();
                    return entry.group(1);
                })
                .collect(Collectors.joining(":"));
    }

    private TinyDevice.Run run(String file, String... arguments) {
        return run(UnaryOperator.identity(), file, arguments);
    }

    private TinyDevice.Run run(UnaryOperator<Device> fault, String file, String... arguments) {
        List<String> python = List.of(
                "env",
                "PYTHONDONTWRITEBYTECODE=1",
                "PYTHONPATH=" + folder,
                "python3",
                STAND_INS.resolve("as_on_board.py").toAbsolutePath().toString(),
                board(file).toString());
        return tiny.run(fault, python, (Object[]) arguments);
    }

    private static int[] logits(int index) {
        ByteBuffer image = ByteBuffer.wrap(IMAGE).order(ByteOrder.LITTLE_ENDIAN);
        int first = image.getInt(ImageWord.EXPECTED.offset()) + index * image.getInt(ImageWord.OUTPUT_BYTES.offset());
        return IntStream.range(0, CLASSES).map(i -> image.getInt(first + 4 * i)).toArray();
    }

    private static int top(int index) {
        int[] logits = logits(index);
        return IntStream.range(0, CLASSES).reduce(0, (best, i) -> logits[i] > logits[best] ? i : best);
    }
}
