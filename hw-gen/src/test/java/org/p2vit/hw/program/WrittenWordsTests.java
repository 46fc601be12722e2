// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class WrittenWordsTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final StridedAddress NOWHERE = new StridedAddress(0, 0);

    /** 10 tokens, 5 tiles of 2 rows; in words of 8: 3 of the stream, 6 of the MLP, 2 of keys, 1 of classes. */
    private static final VitShape SHAPE = new VitShape(12, 12, 3, 4, 24, 2, 3, 48, 7);
    /** Of each block q, k, v 90, logits of 3 heads 60, proj 30, fc1 60, fc2 30. */
    private static final long BLOCKS = 2 * (90 + 60 + 30 + 60 + 30);

    /** With the words of GELU and of the residual stream come their exponents. */
    private static final long EXPONENTS = 30 + 2 * (60 + 30 + 30);

    /** The same for words of 16: 3, 6, 1 of keys, 1. Of each block q, k, v 90, logits 30, proj 30, fc1 60, fc2 30. */
    private static final VitShape WIDE = new VitShape(12, 12, 3, 4, 48, 2, 3, 96, 7);

    private static final long WIDE_BLOCKS = 2 * (90 + 30 + 30 + 60 + 30);

    /** MATMUL works on 10 rows for patches, and on 2 for the head; STORE stores a word of classes. */
    private static final Map<Unit, Long> SHIFT = Map.of(
            Unit.MATMUL,
            10L * 3 + BLOCKS + 2,
            Unit.REQUANT,
            10L * 3 + BLOCKS + EXPONENTS + 1,
            Unit.SOFTMAX,
            2 * 60L,
            Unit.SHIFTMM,
            2 * 30L,
            Unit.NORM,
            2 * 2 * 30L + 3,
            Unit.STORE,
            8L);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void wordsOfAProgramAreThoseOfItsNetworkForEveryImage(int images) {
        assertThat(words(RandomQuantizedVit.of(SHAPE, 1), TINY, images)).isEqualTo(times(images, SHIFT));
    }

    /** On tiles of 4 rows MATMUL works on 12 for 10 tokens, and on 4 for the head. */
    @Test
    void int4WeightsAreWrittenAsWideOnes() {
        for (int bits : new int[] {4, 8}) {
            QuantizedVit network = RandomQuantizedVit.of(WIDE, bits, 1);
            assertThat(words(network, ScalableMachine.CONFIG, 2))
                    .isEqualTo(times(
                            2,
                            Map.of(
                                    Unit.MATMUL,
                                    12L * 3 + WIDE_BLOCKS / 10 * 12 + 4,
                                    Unit.REQUANT,
                                    10L * 3 + WIDE_BLOCKS + EXPONENTS + 1,
                                    Unit.SOFTMAX,
                                    2 * 30L,
                                    Unit.SHIFTMM,
                                    2 * 30L,
                                    Unit.NORM,
                                    2 * 2 * 30L + 3,
                                    Unit.STORE,
                                    16L)));
        }
    }

    /** A·V goes through MATMUL and REQUANT, 30 words a block, and SOFTMAX makes the sums of 10 rows of 3 heads. MATMUL computes two tiles of 8 rows. */
    @Test
    void soAreThoseOfAttentionOnTheMultipliers() {
        AcceleratorConfig config = AcceleratorConfig.load("kv260");
        QuantizedVit network = RandomQuantizedVit.of(WIDE, config.attention().coding(), 1);
        assertThat(words(network, config, 3))
                .isEqualTo(times(
                        3,
                        Map.of(
                                Unit.MATMUL,
                                16L * 3 + (WIDE_BLOCKS + 2 * 30) / 10 * 16 + 8,
                                Unit.REQUANT,
                                10L * 3 + WIDE_BLOCKS + EXPONENTS + 2 * 30 + 1,
                                Unit.SOFTMAX,
                                2 * (30L + 30),
                                Unit.NORM,
                                2 * 2 * 30L + 3,
                                Unit.STORE,
                                16L)));
    }

    /** Operands at their limits, and further commands of a run of one image. */
    @Test
    void largestCommandsAreCounted() {
        ByteBuffer program = encoded(
                MatMulCommand.of(NOWHERE, NOWHERE, 1023, 1023, 1023, Sync.FREE),
                ShiftMatMulCommand.of(NOWHERE, NOWHERE, NOWHERE, 1023, 1, 1023, 0, Sync.FREE),
                NormCommand.of(NOWHERE, NOWHERE, new RowRange(15, 1023), 1023, 0, 8, 0, Sync.FREE),
                StoreCommand.of(Region.OUTPUT, 0, (1 << 24) - 1, 0, Sync.FREE));
        WrittenWords words = new WrittenWords(TINY);
        assertThat(words.of(program, 4, 0, 1))
                .isEqualTo(Map.of(
                        Unit.MATMUL, 2 * 1023 * 1023L,
                        Unit.SHIFTMM, 1023 * 1023L,
                        Unit.NORM, 1023 * 1023L,
                        Unit.STORE, 2 * ((1L << 24) - 1)));
        assertThat(words.of(program, 0, 4, 1)).isEmpty();
        assertThat(words.of(program, 1, 3, 0xffff_ffffL))
                .containsEntry(Unit.MATMUL, 2 * 1023 * 1023L)
                .containsEntry(Unit.NORM, 0xffff_fffeL * 1023 * 1023);
    }

    @Test
    void commandsWithoutWorkWriteNothing() {
        ByteBuffer program = encoded(Command.sync(Unit.NORM, Sync.FREE), ControlCommand.end());
        assertThat(new WrittenWords(TINY).of(program, 1, 1, 9)).isEmpty();
    }

    @Test
    void aUnitThatDoesNotExistIsRefused() {
        ByteBuffer program = encoded(ControlCommand.end());
        program.put(0, (byte) 0x1f);
        assertThatThrownBy(() -> new WrittenWords(TINY).of(program, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unit 15");
        assertThat(new WrittenWords(TINY).of(program, 0, 1, 1)).isEmpty();
    }

    private static ByteBuffer encoded(Command... commands) {
        ByteBuffer bytes = ByteBuffer.allocate(commands.length * Command.BYTES);
        for (Command command : commands) {
            command.encode(bytes, 0);
        }
        return bytes.flip();
    }

    /** Behind something else, as in memory. */
    private static Map<Unit, Long> words(QuantizedVit network, AcceleratorConfig config, int images) {
        Program program = NetworkCompiler.compile(network, config);
        byte[] commands = program.commandBytes();
        ByteBuffer memory = ByteBuffer.allocate(4096 + commands.length).put(4096, commands);
        return new WrittenWords(config)
                .of(
                        memory.position(4096),
                        program.first().commands().size(),
                        program.further().commands().size(),
                        images);
    }

    private static Map<Unit, Long> times(int images, Map<Unit, Long> words) {
        Map<Unit, Long> all = new EnumMap<>(words);
        all.replaceAll((unit, count) -> count * images);
        return all;
    }
}
