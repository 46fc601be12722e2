// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** §6.1: rows of words in blocks of eight, by hand, and every word at every distance of its block. */
class AlignKernelTests {
    private static final long SEED = 61;

    /** Two rows of 10 words: the second block of a row has two words alone. */
    @Test
    void theGreatestExponentOfARowIsThatOfAll() {
        byte[] words = {
            5, 6, 7, -5, -6, -7, 127, -128, 100, -100,
            5, 6, 7, -5, -6, -7, 127, -128, 100, -100
        };
        RowCodes rows = AlignKernel.align(new BlockCodes(words, new byte[] {1, 3, 2, 2}, 10));
        assertThat(rows.exponents()).containsExactly(3, 2);
        // Quarters with ties upwards: 1.25, 1.5, 1.75, −1.25, −1.5, −1.75, 31.75, −32.
        assertThat(rows.codes())
                .containsExactly(1, 2, 2, -1, -1, -2, 32, -32, 100, -100, 5, 6, 7, -5, -6, -7, 127, -128, 100, -100);
    }

    @Test
    void everyWordAtEveryDistance() {
        for (int distance = 0; distance <= 7; distance++) {
            byte[] words = new byte[256 * 9];
            byte[] exponents = new byte[256 * 2];
            for (int row = 0; row < 256; row++) {
                words[9 * row + 7] = (byte) (row - 128);
                exponents[2 * row] = (byte) (7 - distance);
                exponents[2 * row + 1] = 7;
            }
            RowCodes rows = AlignKernel.align(new BlockCodes(words, exponents, 9));
            assertThat(rows.exponents()).containsOnly(7);
            for (int row = 0; row < 256; row++) {
                double exact = (row - 128) / Math.pow(2, distance);
                assertThat(rows.codes()[9 * row + 7])
                        .as("word %d, distance %d", row - 128, distance)
                        .isEqualTo((byte) Math.floor(exact + 0.5));
            }
        }
    }

    /** With one exponent in all blocks nothing is lost. */
    @Test
    void equalExponentsChangeNothing() {
        Random random = new Random(SEED);
        byte[] words = new byte[3 * 21];
        random.nextBytes(words);
        for (byte exponent = 0; exponent <= 7; exponent++) {
            byte e = exponent;
            byte[] exponents = {e, e, e, e, e, e, e, e, e};
            RowCodes rows = AlignKernel.align(new BlockCodes(words, exponents, 21));
            assertThat(rows.codes()).as("exponent %d, seed %d", e, SEED).isEqualTo(words);
            assertThat(rows.exponents()).containsExactly(e, e, e);
        }
    }
}
