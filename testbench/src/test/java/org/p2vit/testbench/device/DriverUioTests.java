// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.deploy.ImageWord;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;

/** The Linux program for boards, on files in place of the devices: it maps, checks, sets registers, and gives a dead accelerator up. */
@Tag("tools")
@Tag("fpga")
class DriverUioTests {
    private static final long PHYSICAL = 0x8_7654_3000L;
    private static final byte[] IMAGE = TinyDevice.image(1);

    @TempDir
    private Path folder;

    private Path program;

    @BeforeEach
    void prepare() throws IOException {
        program = DriverProgram.build("uio", "gcc", TinyDevice.rtl(), DriverProgram.BUILDS.resolve("uio"));
        Path about = Files.createDirectories(folder.resolve("sysfs/udmabuf0"));
        Files.writeString(about.resolve("phys_addr"), "0x%x\n".formatted(PHYSICAL));
        Files.writeString(about.resolve("size"), (1 << 20) + "\n");
        Files.createFile(about.resolve("sync_for_device"));
        Files.createFile(about.resolve("sync_for_cpu"));
        Files.write(folder.resolve("udmabuf0"), new byte[1 << 20]);
        Files.write(folder.resolve("network.img"), IMAGE);
    }

    @Test
    void registersAreSetForTheBuffersPhysicalAddress() throws IOException {
        registers(RegisterMap.MAGIC);
        assertThat(run()).contains("error -5: ");
        ByteBuffer registers =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("uio0"))).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer image = ByteBuffer.wrap(IMAGE).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(address(registers, RegisterMap.PROGRAM_LOW))
                .isEqualTo(PHYSICAL + image.getInt(ImageWord.PROGRAM.offset()));
        assertThat(address(registers, RegisterMap.MODEL_LOW))
                .isEqualTo(PHYSICAL + image.getInt(ImageWord.CONSTANTS.offset()));
        assertThat(address(registers, RegisterMap.INPUT_LOW))
                .isEqualTo(PHYSICAL + image.getInt(ImageWord.INPUTS.offset()));
        assertThat(address(registers, RegisterMap.OUTPUT_LOW))
                .isEqualTo(PHYSICAL + (IMAGE.length + 4095) / 4096 * 4096);
        assertThat(address(registers, RegisterMap.MODEL_SIZE_LOW))
                .isEqualTo(image.getInt(ImageWord.CONSTANTS_BYTES.offset()));
        assertThat(address(registers, RegisterMap.INPUT_SIZE_LOW))
                .isEqualTo(image.getInt(ImageWord.INPUT_BYTES.offset()));
        assertThat(address(registers, RegisterMap.OUTPUT_SIZE_LOW))
                .isEqualTo(image.getInt(ImageWord.OUTPUT_BYTES.offset()));
        assertThat(Files.readAllBytes(folder.resolve("udmabuf0"))).startsWith(IMAGE);
        // The last flush before the start is that of the input: offset, size in whole cache lines, to the device, now.
        long lines = (image.getInt(ImageWord.INPUT_BYTES.offset()) + 63) / 64 * 64;
        assertThat(Files.readString(folder.resolve("sysfs/udmabuf0/sync_for_device")))
                .isEqualTo("0x%016x\n"
                        .formatted((long) image.getInt(ImageWord.INPUTS.offset()) << 32 | lines | 1 << 2 | 1));
    }

    @Test
    void memoryThatIsNoAcceleratorIsLeftAlone() throws IOException {
        byte[] before = registers(0);
        assertThat(run()).contains("error -1: ");
        assertThat(Files.readAllBytes(folder.resolve("uio0"))).isEqualTo(before);
    }

    @Test
    void missingDevicesAreNamed() throws IOException {
        assertThat(run()).contains("uio0: No such file");
        Files.delete(folder.resolve("udmabuf0"));
        assertThat(run()).contains("udmabuf0: No such file");
        Files.writeString(folder.resolve("sysfs/udmabuf0/size"), "large\n");
        assertThat(run()).contains("size: not a number");
        Files.delete(folder.resolve("sysfs/udmabuf0/phys_addr"));
        assertThat(run()).contains("phys_addr: No such file");
    }

    /** An older u-dma-buf, or no right to write: results would be wrong without a word. */
    @Test
    void aBufferThatCannotBeSynchronisedEndsTheProgram() throws IOException {
        registers(RegisterMap.MAGIC);
        Path attribute = folder.resolve("sysfs/udmabuf0/sync_for_device");
        Files.delete(attribute);
        Files.createDirectory(attribute);
        assertThat(run()).contains("sync_for_device: Is a directory");
    }

    private byte[] registers(int id) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << RegisterMap.ADDRESS_BITS).order(ByteOrder.LITTLE_ENDIAN);
        RegisterMap.REGISTERS.forEach(register -> bytes.putInt(register.offset(), register.reset()));
        bytes.putInt(RegisterMap.ID.offset(), id);
        bytes.putInt(RegisterMap.CONFIG_HASH.offset(), ConfigHash.of(TinyDevice.CONFIG));
        Files.write(folder.resolve("uio0"), bytes.array());
        return bytes.array();
    }

    private static long address(ByteBuffer registers, Register low) {
        return registers.getLong(low.offset());
    }

    /** What the program says; it never succeeds here. */
    private String run() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), folder.resolve("network.img").toString(), "2")
                .redirectErrorStream(true);
        builder.environment().put("P2VIT_UIO", folder.resolve("uio0").toString());
        builder.environment().put("P2VIT_DEV", folder.toString());
        builder.environment().put("P2VIT_SYSFS", folder.resolve("sysfs").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(output).isEqualTo(1);
        return output;
    }
}
