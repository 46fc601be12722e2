// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class ProgramSealTests {
    private static final Program PROGRAM = NetworkCompiler.compile(
            RandomQuantizedVit.of(new VitShape(8, 8, 3, 4, 8, 1, 1, 8, 2), 1), AcceleratorConfig.load("tiny"));
    private static final int FIRST = PROGRAM.first().commands().size();
    private static final int FURTHER = PROGRAM.further().commands().size();

    private final ByteBuffer bytes = ByteBuffer.wrap(PROGRAM.commandBytes());

    @Test
    void everyBitOfAProgramCounts() {
        assertThat(ProgramSeal.holds(bytes, 0, FIRST, FURTHER)).isTrue();
        for (int bit = 0; bit < Byte.SIZE * bytes.capacity(); bit++) {
            flip(bit);
            assertThat(ProgramSeal.holds(bytes, 0, FIRST, FURTHER))
                    .as("bit %d", bit)
                    .isFalse();
            flip(bit);
        }
    }

    @Test
    void aPartThatIsCutShortOrHasMoreDoesNotPass() {
        assertThat(ProgramSeal.holds(bytes, 0, FIRST - 1, 0)).isFalse();
        assertThat(ProgramSeal.holds(bytes, 0, FIRST + 1, 0)).isFalse();
        assertThat(ProgramSeal.holds(bytes, 0, FIRST, 0)).isTrue();
    }

    private void flip(int bit) {
        bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
    }
}
