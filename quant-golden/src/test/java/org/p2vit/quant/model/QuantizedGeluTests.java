// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;

/** The numbers of §6 by block, their bounds and what the exponent says about them. */
class QuantizedGeluTests {
    private final QuantizedVit vit = RandomQuantizedVit.of(new VitShape(8, 8, 1, 4, 6, 1, 2, 5, 3), 31);
    private final BlockExponents exponents = vit.exponents().blocks().get(0);

    /** j = max(0, 5 − e_y), and the greatest offset 128 − ⌈0.17·2^−e_y⌉, of 0.17·2^8 = 43.5, 0.17·2^9 = 87.04 and 0.17·2^10 = 174. */
    @ParameterizedTest(name = "exponent {0}")
    @CsvSource({
        "-10, 15, 0",
        "-9, 14, 40",
        "-8, 13, 84",
        "-5, 10, 122",
        "-4, 9, 125",
        "0, 5, 127",
        "4, 1, 127",
        "5, 0, 127",
        "6, 0, 127",
        "64, 0, 127",
    })
    void theExponentSaysTheShiftAndTheGreatestOffset(int exponent, int shift, int greatestOffset) {
        assertThat(QuantizedGelu.of(exponent, 9)).isEqualTo(new QuantizedGelu(shift, 9));
        assertThat(QuantizedGelu.greatestOffset(exponent)).isEqualTo(greatestOffset);
        assertThat(QuantizedGelu.inputExponent(exponent)).isEqualTo(exponent - 3);
    }

    @Test
    void boundsAreInclusive() {
        assertThat(QuantizedGelu.LEAST_EXPONENT).isEqualTo(-10);
        new QuantizedGelu(0, 127);
        new QuantizedGelu(15, 0);
        refused("GELU shift is 16; allowed is 0 … 15", () -> new QuantizedGelu(16, 0));
        refused("GELU shift is -1", () -> new QuantizedGelu(-1, 0));
        refused("GELU offset is 128; allowed is 0 … 127", () -> new QuantizedGelu(0, 128));
        refused("GELU offset is -1", () -> new QuantizedGelu(0, -1));
        refused("GELU shift is 16", () -> QuantizedGelu.of(-11, 0));
    }

    @Test
    void theExponentHasALeast() {
        assertThat(with(-10).fc1()).isEqualTo(-13);
        assertThat(with(64).fc1()).isEqualTo(61);
        refused("GELU exponent is -11; allowed is -10 … 64", () -> with(-11));
        refused("GELU exponent is 65; allowed is -10 … 64", () -> with(65));
    }

    /** A network is made with any shift, but not written or read with one that contradicts its exponent. */
    @Test
    void theShiftAgreesWithTheExponent() {
        vit.requireConsistentExponents();
        QuantizedBlock block = vit.blocks().get(0);
        int right = block.gelu().shift();
        int wrong = right == 0 ? 1 : right - 1;
        QuantizedBlock changed = new QuantizedBlock(
                block.norm1(),
                block.attention(),
                block.projection(),
                block.norm2(),
                block.fc1(),
                new QuantizedGelu(wrong, block.gelu().offset()),
                block.fc2());
        QuantizedVit contradictory = vit.with(List.of(changed), vit.exponents());
        refused(
                "GELU shift behind blocks.0.fc1 is " + wrong + "; the exponents around it say " + right,
                contradictory::requireConsistentExponents);
    }

    private BlockExponents with(int gelu) {
        return new BlockExponents(
                exponents.norm1(),
                exponents.query(),
                exponents.key(),
                exponents.value(),
                exponents.attentionLogits(),
                exponents.attentionOutput(),
                exponents.norm2(),
                gelu);
    }

    private static void refused(String message, ThrowingCallable construction) {
        assertThatThrownBy(construction)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
