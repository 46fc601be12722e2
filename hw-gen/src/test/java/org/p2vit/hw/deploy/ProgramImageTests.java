// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
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
        int[] header = IntStream.range(0, 17).map(i -> image.getInt(4 * i)).toArray();
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("P2VI");
        assertThat(Arrays.copyOfRange(header, 1, 12))
                .containsExactly(
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
        assertThat(header[14]).isEqualTo(PROGRAM.constants().length);
        int[] offsets = {header[12], header[13], header[15], header[16]};
        assertThat(offsets).isSorted();
        assertThat(IntStream.of(offsets)).allMatch(offset -> offset >= PAGE && offset % PAGE == 0);
        assertThat(Arrays.copyOfRange(bytes, header[12], header[12] + PROGRAM.commandBytes().length))
                .isEqualTo(PROGRAM.commandBytes());
        assertThat(Arrays.copyOfRange(bytes, header[13], header[13] + header[14]))
                .isEqualTo(PROGRAM.constants());
        for (int i = 0; i < count; i++) {
            int input = header[15] + i * PROGRAM.inputBytes();
            assertThat(Arrays.copyOfRange(bytes, input, input + PROGRAM.inputBytes()))
                    .isEqualTo(PROGRAM.packInput(cases.get(i).codes()));
            assertThat(PROGRAM.unpackOutput(image.slice(header[16] + i * PROGRAM.outputBytes(), PROGRAM.outputBytes())
                            .order(ByteOrder.LITTLE_ENDIAN)))
                    .isEqualTo(cases.get(i).logits());
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, bytes.length - 4);
        assertThat(image.getInt(bytes.length - 4)).isEqualTo((int) checksum.getValue());
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
