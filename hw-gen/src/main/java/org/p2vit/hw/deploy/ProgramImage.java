// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.quant.model.QuantizedVit;

/**
 * A compiled network in one piece, as it stands in memory: what drivers load. The form is in {@code hw-gen/doc/program.md}.
 *
 * <p>With cases, inputs whose logits are known, it is a self-test of a board.
 */
public final class ProgramImage {
    /** "P2VI". */
    public static final int MAGIC = 0x4956_3250;

    /** Version of the form. */
    public static final int VERSION = 1;

    private static final int PAGE = 4096;

    /**
     * An input and its logits.
     *
     * @param codes int8 patches {@code [patches][patchDepth]}
     * @param logits what the golden model says
     */
    public record Case(byte[] codes, int[] logits) {}

    private ProgramImage() {}

    /**
     * The bytes, a function of the arguments.
     *
     * @throws ArithmeticException when they are more than 2 GiB
     */
    public static byte[] of(Program program, QuantizedVit network, AcceleratorConfig config, List<Case> cases) {
        byte[] commands = program.commandBytes();
        int constants = after(PAGE, commands.length);
        int inputs = after(constants, program.constants().length);
        int expected = after(inputs, Math.multiplyExact(cases.size(), program.inputBytes()));
        int end = after(expected, Math.multiplyExact(cases.size(), program.outputBytes()));
        ByteBuffer image =
                ByteBuffer.allocate(Math.addExact(end, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.of(
                        MAGIC,
                        VERSION,
                        image.capacity(),
                        ConfigHash.of(config),
                        Program.FORMAT_VERSION,
                        program.first().commands().size(),
                        program.further().commands().size(),
                        cases.size(),
                        program.shape().classes(),
                        network.exponents().logits(),
                        program.inputBytes(),
                        program.outputBytes(),
                        PAGE,
                        constants,
                        program.constants().length,
                        inputs,
                        expected)
                .forEach(image::putInt);
        image.put(PAGE, commands).put(constants, program.constants());
        for (int i = 0; i < cases.size(); i++) {
            image.put(
                    inputs + i * program.inputBytes(),
                    program.packInput(cases.get(i).codes()));
            int[] logits = cases.get(i).logits();
            for (int c = 0; c < logits.length; c++) {
                image.putInt(expected + i * program.outputBytes() + c * Integer.BYTES, logits[c]);
            }
        }
        return sealed(image.array());
    }

    /** Puts the checksum of everything before into the last four bytes. */
    public static byte[] sealed(byte[] image) {
        CRC32 checksum = new CRC32();
        checksum.update(image, 0, image.length - Integer.BYTES);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(image.length - Integer.BYTES, (int)
                checksum.getValue());
        return image;
    }

    private static int after(int start, int bytes) {
        return Math.addExact(Math.addExact(start, bytes), PAGE - 1) / PAGE * PAGE;
    }
}
