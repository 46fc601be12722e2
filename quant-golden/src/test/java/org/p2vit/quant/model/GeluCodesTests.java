// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GeluCodesTests {
    @Test
    void coarseTableHasValuesOfTheDefinition() {
        // GELU(1) = 0.8413, GELU(2) = 1.9545, GELU(−1) = −0.1587, GELU(−2) = −0.0455; exponents −4 and −5.
        byte[] table = GeluCodes.of(-4, -5, 0);
        assertThat(table).hasSize(256);
        assertThat(table[16]).isEqualTo((byte) 27);
        assertThat(table[32]).isEqualTo((byte) 63);
        assertThat(table[-16 & 255]).isEqualTo((byte) -5);
        assertThat(table[-32 & 255]).isEqualTo((byte) -1);
        assertThat(table[0]).isZero();
    }

    @Test
    void saturatesAndVanishesAtTheEnds() {
        byte[] table = GeluCodes.of(-2, -3, 0);
        assertThat(table[127]).isEqualTo((byte) 127);
        assertThat(table[-128 & 255]).isZero();
    }

    @Test
    void largeInputsPassThrough() {
        byte[] table = GeluCodes.of(4, 4, 0);
        for (int x = 1; x < 128; x++) {
            assertThat(table[x]).as("x = %d", x).isEqualTo((byte) x);
        }
    }

    /** GELU(x) is less than x, so half a code above a whole number is rounded down, contract §6. */
    @Test
    void whatWouldBeATieForTheInputIsRoundedDown() {
        byte[] table = GeluCodes.of(-3, -2, 0);
        assertThat(table[67]).isEqualTo((byte) 33);
        assertThat(table[127]).isEqualTo((byte) 63);
        assertThat(table[126]).isEqualTo((byte) 63);
    }

    @Test
    void anOffsetMovesAllCodes() {
        byte[] plain = GeluCodes.of(-4, -5, 0);
        byte[] moved = GeluCodes.of(-4, -5, 100);
        for (int x = -128; x <= 40; x++) {
            assertThat(moved[x & 255]).as("x = %d", x).isEqualTo((byte) (plain[x & 255] - 100));
        }
        // GELU(6) = 6, at exponent −5 the code 192 of which an int8 holds 92 with the offset.
        assertThat(moved[96]).isEqualTo((byte) 92);
    }
}
