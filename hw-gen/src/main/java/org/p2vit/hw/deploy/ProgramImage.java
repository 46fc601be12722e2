// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.quant.model.QuantizedVit;

/**
 * A compiled network in one piece, as it stands in memory: what drivers load. The form is {@link ImageWord} and {@link ImageSection},
 * for people {@code hw-gen/doc/program.md}.
 *
 * <p>With cases, inputs whose logits are known, it is a self-test of a board.
 */
public final class ProgramImage {
    /** "P2VI". */
    public static final int MAGIC = 0x4956_3250;

    /** Version of the form. */
    public static final int VERSION = 2;

    /** Bytes of the checksum, the last ones. */
    public static final int CHECKSUM_BYTES = Integer.BYTES;

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
        byte[] labels = labels(network.labels());
        Map<ImageWord, Integer> header = header(program, network, config, cases.size());
        header.putAll(PictureWords.of(network, program));
        header.put(ImageWord.LABELS_BYTES, labels.length);
        place(header);
        ByteBuffer image = ByteBuffer.allocate(header.get(ImageWord.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (ImageWord word : ImageWord.values()) {
            image.putInt(word.offset(), header.get(word));
        }
        image.put(header.get(ImageWord.PROGRAM), program.commandBytes());
        image.put(header.get(ImageWord.CONSTANTS), program.constants());
        for (int i = 0; i < cases.size(); i++) {
            image.put(
                    header.get(ImageWord.INPUTS) + i * program.inputBytes(),
                    program.packInput(cases.get(i).codes()));
            image.position(header.get(ImageWord.EXPECTED) + i * program.outputBytes());
            IntStream.of(cases.get(i).logits()).forEach(image::putInt);
        }
        for (int channel = 0; channel < network.shape().channels(); channel++) {
            image.put(
                    header.get(ImageWord.CODES) + channel * PictureWords.SAMPLES,
                    network.input().codesOfSamples(channel));
        }
        image.put(header.get(ImageWord.LABELS), labels);
        return sealed(image.array());
    }

    /** What the program and its data are. */
    private static Map<ImageWord, Integer> header(
            Program program, QuantizedVit network, AcceleratorConfig config, int cases) {
        Map<ImageWord, Integer> header = new EnumMap<>(ImageWord.class);
        header.put(ImageWord.MAGIC, MAGIC);
        header.put(ImageWord.VERSION, VERSION);
        header.put(ImageWord.CONFIG_HASH, ConfigHash.of(config));
        header.put(ImageWord.FORMAT_VERSION, Program.FORMAT_VERSION);
        header.put(ImageWord.COMMANDS, program.first().commands().size());
        header.put(ImageWord.LOOP_COMMANDS, program.further().commands().size());
        header.put(ImageWord.CASES, cases);
        header.put(ImageWord.CLASSES, program.shape().classes());
        header.put(ImageWord.EXPONENT, network.exponents().logits());
        header.put(ImageWord.INPUT_BYTES, program.inputBytes());
        header.put(ImageWord.OUTPUT_BYTES, program.outputBytes());
        header.put(ImageWord.CONSTANTS_BYTES, program.constants().length);
        return header;
    }

    /** Where the sections are: each behind the one before, and the checksum behind the last. */
    private static void place(Map<ImageWord, Integer> header) {
        int end = MemoryMap.PAGE;
        for (ImageSection section : ImageSection.values()) {
            header.put(section.begin(), end);
            end = MemoryMap.after(end, section.bytes(header));
        }
        header.put(ImageWord.BYTES, Math.addExact(end, CHECKSUM_BYTES));
    }

    /** Where each name begins and the last one ends, from the first of these numbers; then the names in UTF-8. */
    private static byte[] labels(List<String> names) {
        if (names.isEmpty()) {
            return new byte[0];
        }
        List<byte[]> texts = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int end = ImageWord.WIDTH * (names.size() + 1);
        int bytes =
                Math.addExact(end, texts.stream().mapToInt(text -> text.length).reduce(0, Math::addExact));
        ByteBuffer section = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        section.putInt(end);
        for (byte[] text : texts) {
            end += text.length;
            section.putInt(end);
        }
        texts.forEach(section::put);
        return section.array();
    }

    /** Puts the checksum of everything before into the last four bytes. */
    public static byte[] sealed(byte[] image) {
        CRC32 checksum = new CRC32();
        checksum.update(image, 0, image.length - CHECKSUM_BYTES);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(image.length - CHECKSUM_BYTES, (int)
                checksum.getValue());
        return image;
    }
}
