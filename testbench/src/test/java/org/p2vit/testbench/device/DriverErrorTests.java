// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.deploy.ImageWord;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.bus.AxiMemory.Channel;

/** A driver on the simulated {@code tiny}: it runs networks, and every way to fail ends with its own code and leaves a device that works. */
abstract class DriverErrorTests {
    private static final int IDLE = (int) RegisterMap.CTRL.mask("IDLE");
    private static final int ABORT = (int) RegisterMap.CTRL.mask("ABORT");
    private static final int HEADER_BYTES = ImageWord.WIDTH * ImageWord.values().length;
    private static final int HEADER_FLIPS = 20;
    private static final int FLIPS = 60;
    private static final byte[] IMAGE = TinyDevice.image(2);

    private final Driver driver;

    @TempDir
    private Path folder;

    private List<String> program;
    private TinyDevice tiny;

    DriverErrorTests(Driver driver) {
        this.driver = driver;
    }

    @BeforeEach
    void open() {
        program = driver.command(TinyDevice.CONFIG);
        tiny = new TinyDevice(folder);
    }

    @AfterEach
    void deviceWorksAfterwards() {
        assertEqual(tiny.run(program, tiny.file(IMAGE)));
        tiny.close();
    }

    private void assertEqual(TinyDevice.Run run) {
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "case 0:",
                        "case 1:",
                        "2 cases,",
                        driver == Driver.C ? "20 logits compared, 0 different" : "every logit equal");
    }

    @Test
    void interruptEndsTheWaitAndIsLoweredAgain() {
        FaultyDevice device = new FaultyDevice(tiny.device());
        assertEqual(tiny.run(real -> device, program, tiny.file(IMAGE)));
        assertThat(device.interrupts()).isNotEmpty().containsOnly(true);
        assertThat(tiny.device().run(10)).as("interrupt").isFalse();
    }

    @Test
    void wrongLogitIsFound() {
        byte[] image = IMAGE.clone();
        int logit = header(ImageWord.EXPECTED) + 4 * 3;
        int expectedLogit = words(image).getInt(logit);
        words(image).putInt(logit, expectedLogit + 1);
        TinyDevice.Run run = tiny.run(program, tiny.file(ProgramImage.sealed(image)));
        assertFailed(run, driverCode("MISMATCH"));
        assertThat(run.output()).contains("case 0, class 3: expected " + (expectedLogit + 1));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                arguments("cut short", Arrays.copyOf(IMAGE, IMAGE.length - 1), "TRUNCATED"),
                arguments("shorter than its header", Arrays.copyOf(IMAGE, 100), "MAGIC"),
                arguments("of something else", changed(ImageWord.MAGIC, word -> word + 1), "MAGIC"),
                arguments("of a newer form", changed(ImageWord.VERSION, word -> word + 1), "FORMAT"),
                arguments("with a flipped bit", flipped(), "CHECKSUM"),
                arguments("of another configuration", changed(ImageWord.CONFIG_HASH, word -> word ^ 1), "CONFIG"),
                arguments("with a flipped bit in its first part", damaged(header(ImageWord.PROGRAM) + 3), "PROGRAM"),
                arguments("with a flipped bit in its second part", damaged(endOfCommands() - 100), "PROGRAM"),
                arguments("with newer commands", changed(ImageWord.FORMAT_VERSION, word -> word + 1), "VERSION"),
                arguments("with too many commands", changed(ImageWord.COMMANDS, word -> -1), "LAYOUT"),
                arguments("with commands that overflow", changed(ImageWord.LOOP_COMMANDS, word -> -1), "LAYOUT"),
                arguments("with more cases than it holds", changed(ImageWord.CASES, word -> 1 << 20), "LAYOUT"),
                arguments("with more classes than outputs", changed(ImageWord.CLASSES, word -> 1 << 20), "LAYOUT"),
                arguments("with a section off the page", changed(ImageWord.CONSTANTS, word -> word + 4), "LAYOUT"),
                arguments("with a section in the header", changed(ImageWord.PROGRAM, word -> 0), "LAYOUT"),
                arguments("with a section behind the end", changed(ImageWord.INPUTS, word -> 1 << 30), "LAYOUT"));
    }

    @ParameterizedTest(name = "a file {0}")
    @MethodSource
    void badFiles(String what, byte[] image, String code) {
        FaultyDevice device = new FaultyDevice(tiny.device());
        assertFailed(tiny.run(real -> device, program, tiny.file(image)), driverCode(code));
        assertThat(device.written()).doesNotContain(RegisterMap.PROGRAM_LOW.offset());
    }

    /** Header, commands, constants, inputs, expected logits, gaps and checksums: nothing of a file may be another. */
    @Test
    void aFlippedBitAnywhereIsRefused() {
        Random random = new Random(31);
        for (int i = 0; i < FLIPS; i++) {
            byte[] image = IMAGE.clone();
            int at = random.nextInt(i < HEADER_FLIPS ? HEADER_BYTES : image.length);
            image[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            FaultyDevice device = new FaultyDevice(tiny.device());

            TinyDevice.Run run = tiny.run(real -> device, program, tiny.file(image));

            assertThat(run.status()).as("byte %d", at).isEqualTo(1);
            assertThat(run.output()).as("byte %d", at).containsPattern("error -(8|9|10|11|12): ");
            assertThat(device.written()).doesNotContain(RegisterMap.PROGRAM_LOW.offset());
        }
    }

    /** The last chance: what was whole when it was loaded, and is not when it is started. */
    @Test
    void theDeviceStartsNoDamagedProgram() {
        Device careless = new FaultyDevice(tiny.device()) {
            @Override
            public void write(int offset, int value) {
                if (offset == RegisterMap.CTRL.offset() && value == 1) {
                    tiny.flip(header(ImageWord.PROGRAM) + 70);
                }
                super.write(offset, value);
            }
        };

        assertThatThrownBy(() -> tiny.run(real -> careless, program, tiny.file(IMAGE)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is damaged: its checksum differs; it was not started");
    }

    static Stream<Arguments> wrongDevices() {
        return Stream.of(
                arguments("ID", RegisterMap.ID, (IntUnaryOperator) value -> 0),
                arguments("VERSION", RegisterMap.VERSION, (IntUnaryOperator) value -> value + 0x1_0000),
                arguments("VERSION", RegisterMap.VERSION, (IntUnaryOperator) value -> value - 1),
                arguments("CONFIG", RegisterMap.CONFIG_HASH, (IntUnaryOperator) value -> value ^ 0x8000_0000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrongDevices(String code, Register register, IntUnaryOperator fault) {
        FaultyDevice device = new FaultyDevice(tiny.device()).reading(register, fault);
        assertFailed(tiny.run(real -> device, program, tiny.file(IMAGE)), driverCode(code));
        assertThat(device.written()).as("registers written").isEmpty();
    }

    @Test
    void newerMinorVersionIsGoodEnough() {
        FaultyDevice device = new FaultyDevice(tiny.device()).reading(RegisterMap.VERSION, value -> value + 1);
        assertEqual(tiny.run(real -> device, program, tiny.file(IMAGE)));
    }

    @Test
    void deviceThatNeverGetsIdleIsBusy() {
        FaultyDevice device = new FaultyDevice(tiny.device()).reading(RegisterMap.CTRL, value -> value & ~IDLE);
        assertFailed(tiny.run(real -> device, program, tiny.file(IMAGE), 3), driverCode("BUSY"));
    }

    @Test
    void runThatTakesTooLongIsEnded() {
        FaultyDevice device = new FaultyDevice(tiny.device()).insteadOfRunning(() -> {});
        assertFailed(tiny.run(real -> device, program, tiny.file(IMAGE), 20), driverCode("TIMEOUT"));
        tiny.device().run(1000);
        assertThat(tiny.device().read(RegisterMap.CTRL.offset()) & IDLE).isEqualTo(IDLE);
        assertThat(tiny.device().read(RegisterMap.ERROR.offset()) & 0xff).isEqualTo(ErrorCode.ABORTED.ordinal());
    }

    @Test
    void runLeftBehindIsEnded() {
        FaultyDevice device = new FaultyDevice(tiny.device());
        device.insteadOfRunning(() -> {
            throw new IllegalStateException("the bus breaks, and the program ends in the middle of a run");
        });
        assertThat(tiny.run(real -> device, program, tiny.file(IMAGE)).output()).contains("bus error");
        assertThat(tiny.device().read(RegisterMap.CTRL.offset()) & IDLE)
                .as("a run is active")
                .isZero();
    }

    @Test
    void abortIsReported() {
        FaultyDevice device = new FaultyDevice(tiny.device());
        device.insteadOfRunning(() -> tiny.device().write(RegisterMap.CTRL.offset(), ABORT));
        assertFailed(tiny.run(real -> device, program, tiny.file(IMAGE)), ErrorCode.ABORTED.ordinal());
    }

    static Stream<Arguments> badPrograms() {
        return Stream.of(
                arguments(ErrorCode.ILLEGAL_UNIT, changedCommand(0, word -> word | 15)),
                arguments(ErrorCode.ILLEGAL_OPCODE, changedCommand(0, word -> word | 0xf0)),
                arguments(ErrorCode.ILLEGAL_OPERAND, changedCommand(1, word -> word | 1 << 31)),
                arguments(
                        ErrorCode.PROGRAM_OVERRUN,
                        resealed(changed(
                                ImageWord.COMMANDS,
                                word -> word - 1,
                                changed(ImageWord.LOOP_COMMANDS, word -> 0, IMAGE)))),
                // Nobody gives semaphore 31 a token.
                arguments(ErrorCode.TIMEOUT, changedCommand(1, word -> word & ~31 | 31)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badPrograms(ErrorCode code, byte[] image) {
        tiny.device().write(RegisterMap.WATCHDOG.offset(), 2000);
        TinyDevice.Run run = tiny.run(program, tiny.file(image));
        assertFailed(run, code.ordinal());
        assertThat(run.output()).contains(code.meaning(), "register ERROR is 0x");
    }

    /** A page of the memory answers with SLVERR. */
    @ParameterizedTest
    @CsvSource({
        "READ_ERROR, CONTROL, PROGRAM",
        "READ_ERROR, LOAD, CONSTANTS",
        "READ_ERROR, LOAD, INPUTS",
        "WRITE_ERROR, STORE, BYTES"
    })
    void brokenMemory(ErrorCode code, Unit unit, ImageWord begin) {
        // The programs put outputs behind the image.
        long page = tiny.device().memoryAddress() + (header(begin) + 4095) / 4096 * 4096;
        tiny.device().bus().spoil(page, page + 4096);
        TinyDevice.Run run = tiny.run(program, tiny.file(IMAGE));
        assertFailed(run, code.ordinal());
        assertThat(run.output()).contains(code.meaning());
        assertThat(tiny.device().read(RegisterMap.ERROR.offset()) >> 8 & 15).isEqualTo(unit.ordinal());
        tiny.device().bus().spoil(0, 0);
    }

    /** A LOAD behind the constants or a STORE behind the outputs of the two cases, in memory that exists. */
    @ParameterizedTest
    @CsvSource({"LOAD_OUT_OF_RANGE, LOAD, CONSTANTS_BYTES", "STORE_OUT_OF_RANGE, STORE, OUTPUT_BYTES"})
    void commandThatLeavesItsRegion(ErrorCode code, Unit unit, ImageWord size) {
        int bytes = header(size) * (unit == Unit.STORE ? 2 : 1);
        byte[] image = resealed(changedAt(firstCommand(unit) + 4 * 2, word -> bytes, IMAGE));
        TinyDevice.Run run = tiny.run(program, tiny.file(image));
        assertFailed(run, code.ordinal());
        assertThat(run.output()).contains(code.meaning());
        assertThat(tiny.device().read(RegisterMap.ERROR.offset()) >> 8 & 15).isEqualTo(unit.ordinal());
    }

    /** The run ends by itself; no other begins before the memory has answered, and then all is well. */
    @ParameterizedTest
    @EnumSource(names = {"AR", "R", "AW", "W", "B"})
    void silentMemory(Channel channel) {
        tiny.device().write(RegisterMap.WATCHDOG.offset(), 2000);
        tiny.device().bus().silence(EnumSet.of(channel));
        TinyDevice.Run run = tiny.run(program, tiny.file(IMAGE));
        assertFailed(run, ErrorCode.TIMEOUT.ordinal());
        run = tiny.run(program, tiny.file(IMAGE), 2);
        assertFailed(run, driverCode("OPEN"));
        tiny.device().bus().silence(EnumSet.noneOf(Channel.class));
    }

    @Test
    void unknownDeviceErrorIsStillAnError() {
        FaultyDevice device = new FaultyDevice(tiny.device()).reading(RegisterMap.ERROR, value -> 0x7f);
        assertFailed(tiny.run(real -> device, program, tiny.file(IMAGE)), 0x7f);
    }

    @Test
    void tooLittleMemoryIsRefused() {
        int pages = (IMAGE.length + 4095) / 4096 * 4096;
        for (int bytes : new int[] {pages, pages + 16}) {
            Path small = folder.resolve("small" + bytes);
            try (TinyDevice device = new TinyDevice(directory(small), bytes)) {
                assertFailed(device.run(program, device.file(IMAGE)), driverCode("MEMORY"));
            }
        }
        try (TinyDevice device = new TinyDevice(directory(folder.resolve("smaller")), 8192)) {
            TinyDevice.Run run = device.run(program, device.file(IMAGE));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).contains("larger than the memory");
        }
    }

    @Test
    void wrongCallIsExplained() {
        TinyDevice.Run run = tiny.run(program);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).startsWith("usage: ");
        assertThat(tiny.run(program, folder.resolve("missing")).output()).contains("No such file", "missing");
    }

    private static void assertFailed(TinyDevice.Run run, int code) {
        assertThat(run.output()).contains("error " + code + ": ");
        assertThat(run.status()).isEqualTo(1);
    }

    /** The number that the driver's header gives a status. */
    private static int driverCode(String name) {
        try {
            Path header = DriverProgram.FPGA.resolve("driver").resolve("p2vit.h");
            Matcher matcher = Pattern.compile("P2VIT_E_" + name + " = (-\\d+)").matcher(Files.readString(header));
            assertThat(matcher.find()).as(name).isTrue();
            return Integer.parseInt(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer words(byte[] image) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int word(byte[] image, ImageWord word) {
        return words(image).getInt(word.offset());
    }

    private static int header(ImageWord word) {
        return word(IMAGE, word);
    }

    /** The image with another header word and a checksum that fits. */
    private static byte[] changed(ImageWord word, IntUnaryOperator change) {
        return changed(word, change, IMAGE);
    }

    private static byte[] changed(ImageWord word, IntUnaryOperator change, byte[] from) {
        return changedAt(word.offset(), change, from);
    }

    /** The image with another word in its first command. */
    private static byte[] changedCommand(int word, IntUnaryOperator change) {
        return resealed(changedAt(header(ImageWord.PROGRAM) + 4 * word, change, IMAGE));
    }

    /** Where the first RUN of a unit stands in the image; that of LOAD takes constants of the model. */
    private static int firstCommand(Unit unit) {
        int at = header(ImageWord.PROGRAM);
        while ((words(IMAGE).getInt(at) & 0xff) != (unit.ordinal() | 1 << 4)
                || unit == Unit.LOAD && (words(IMAGE).getInt(at + 4 * 3) & 3 << 8) != 0) {
            at += Command.BYTES;
        }
        return at;
    }

    private static byte[] changedAt(int offset, IntUnaryOperator change, byte[] from) {
        byte[] image = from.clone();
        words(image).putInt(offset, change.applyAsInt(words(image).getInt(offset)));
        return ProgramImage.sealed(image);
    }

    /** The image with checksums that fit its commands, and one that fits the whole. */
    private static byte[] resealed(byte[] image) {
        int first = word(image, ImageWord.COMMANDS);
        int at = word(image, ImageWord.PROGRAM);
        ProgramSeal.seal(words(image), at, first);
        int further = word(image, ImageWord.LOOP_COMMANDS);
        if (further > 0) {
            ProgramSeal.seal(words(image), at + first * Command.BYTES, further);
        }
        return ProgramImage.sealed(image);
    }

    /** The image with a bit of its commands flipped, and a checksum that fits the whole. */
    private static byte[] damaged(int offset) {
        byte[] image = IMAGE.clone();
        image[offset] ^= 1;
        return ProgramImage.sealed(image);
    }

    private static int endOfCommands() {
        return header(ImageWord.PROGRAM)
                + (header(ImageWord.COMMANDS) + header(ImageWord.LOOP_COMMANDS)) * Command.BYTES;
    }

    private static byte[] flipped() {
        byte[] image = IMAGE.clone();
        image[image.length / 2] ^= 4;
        return image;
    }
}
