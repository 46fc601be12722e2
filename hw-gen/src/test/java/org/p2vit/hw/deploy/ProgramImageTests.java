// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class ProgramImageTests {
    private static final int PAGE = 4096;
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 4, 16, 2, 2, 32, 10);
    private static final QuantizedVit NETWORK = RandomQuantizedVit.of(SHAPE, 5);
    private static final Program PROGRAM = NetworkCompiler.compile(NETWORK, TINY);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void sectionsHoldWhatTheHeaderSays(int count) {
        List<ProgramImage.Case> cases = cases(count);
        byte[] bytes = ProgramImage.of(PROGRAM, NETWORK, TINY, cases);
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("P2VI");
        assertThat(Arrays.copyOf(words(image), 12))
                .containsExactly(
                        ProgramImage.MAGIC,
                        ProgramImage.VERSION,
                        bytes.length,
                        ConfigHash.of(TINY),
                        Program.FORMAT_VERSION,
                        PROGRAM.first().commands().size(),
                        PROGRAM.further().commands().size(),
                        count,
                        SHAPE.classes(),
                        NETWORK.exponents().logits(),
                        PROGRAM.inputBytes(),
                        PROGRAM.outputBytes());
        assertThat(word(image, ImageWord.CONSTANTS_BYTES)).isEqualTo(PROGRAM.constants().length);
        assertThat(Arrays.stream(ImageSection.values()).map(section -> section.bytes(header(image))))
                .containsExactly(
                        PROGRAM.commandBytes().length,
                        PROGRAM.constants().length,
                        count * PROGRAM.inputBytes(),
                        count * PROGRAM.outputBytes(),
                        3 * 256,
                        0);
        int end = PAGE;
        for (ImageSection section : ImageSection.values()) {
            int begin = word(image, section.begin());
            assertThat(begin).as(section.name()).isBetween(end, end + PAGE - 1).matches(at -> at % PAGE == 0);
            end = begin + section.bytes(header(image));
        }
        assertThat(bytes.length - ProgramImage.CHECKSUM_BYTES).isBetween(end, end + PAGE - 1);
        int commands = word(image, ImageWord.PROGRAM);
        assertThat(Arrays.copyOfRange(bytes, commands, commands + PROGRAM.commandBytes().length))
                .isEqualTo(PROGRAM.commandBytes());
        int constants = word(image, ImageWord.CONSTANTS);
        assertThat(Arrays.copyOfRange(bytes, constants, constants + PROGRAM.constants().length))
                .isEqualTo(PROGRAM.constants());
        for (int i = 0; i < count; i++) {
            int input = word(image, ImageWord.INPUTS) + i * PROGRAM.inputBytes();
            assertThat(Arrays.copyOfRange(bytes, input, input + PROGRAM.inputBytes()))
                    .isEqualTo(PROGRAM.packInput(cases.get(i).codes()));
            int output = word(image, ImageWord.EXPECTED) + i * PROGRAM.outputBytes();
            assertThat(PROGRAM.unpackOutput(
                            image.slice(output, PROGRAM.outputBytes()).order(ByteOrder.LITTLE_ENDIAN)))
                    .isEqualTo(cases.get(i).logits());
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, bytes.length - 4);
        assertThat(image.getInt(bytes.length - 4)).isEqualTo((int) checksum.getValue());
    }

    /** Files of this version are about: what they are may not change with it. */
    @Test
    void theFormIsThatOfVersion2() {
        assertThat(ProgramImage.VERSION).isEqualTo(2);
        assertThat(Arrays.stream(ImageWord.values()).map(word -> word.offset() + " " + word.label()))
                .containsExactly(
                        "0 magic",
                        "4 version",
                        "8 bytes",
                        "12 config_hash",
                        "16 format_version",
                        "20 commands",
                        "24 loop_commands",
                        "28 cases",
                        "32 classes",
                        "36 exponent",
                        "40 input_bytes",
                        "44 output_bytes",
                        "48 program",
                        "52 constants",
                        "56 constants_bytes",
                        "60 inputs",
                        "64 expected",
                        "68 image_height",
                        "72 image_width",
                        "76 channels",
                        "80 patch",
                        "84 token_rows",
                        "88 word_bytes",
                        "92 exif_rotation",
                        "96 resize",
                        "100 resize_height",
                        "104 resize_width",
                        "108 filter",
                        "112 crop",
                        "116 channel_bytes",
                        "120 codes",
                        "124 labels",
                        "128 labels_bytes");
    }

    /** Otherwise a section would be nowhere, or an offset about nothing. */
    @Test
    void everyOffsetIsTheBeginOfASection() {
        assertThat(Arrays.stream(ImageSection.values()).map(ImageSection::begin))
                .containsExactlyElementsOf(Arrays.stream(ImageWord.values())
                        .filter(word -> word.measure() == ImageWord.Measure.OFFSET)
                        .toList());
    }

    private static int word(ByteBuffer image, ImageWord word) {
        return image.getInt(word.offset());
    }

    private static int[] words(ByteBuffer image) {
        return Arrays.stream(ImageWord.values())
                .mapToInt(word -> word(image, word))
                .toArray();
    }

    private static Map<ImageWord, Integer> header(ByteBuffer image) {
        return Arrays.stream(ImageWord.values()).collect(Collectors.toMap(word -> word, word -> word(image, word)));
    }

    private static List<ProgramImage.Case> cases(int count) {
        Random random = new Random(11);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] codes = new byte[SHAPE.patches() * SHAPE.patchDepth()];
                    random.nextBytes(codes);
                    return new ProgramImage.Case(
                            codes, random.ints(SHAPE.classes()).toArray());
                })
                .toList();
    }
}
