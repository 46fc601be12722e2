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

/** The number of §6 by layer, its bounds and what the exponent says about it. */
class QuantizedGeluTests {
    private final QuantizedVit vit = RandomQuantizedVit.of(new VitShape(8, 8, 1, 4, 6, 1, 2, 5, 3), 31);
    private final BlockExponents exponents = vit.exponents().blocks().get(0);

    /** j = max(0, 5 − e_y). */
    @ParameterizedTest(name = "exponent {0}")
    @CsvSource({
        "-10, 15", "-9, 14", "-8, 13", "-5, 10", "-4, 9", "0, 5", "4, 1", "5, 0", "6, 0", "64, 0",
    })
    void theExponentSaysTheShift(int exponent, int shift) {
        assertThat(QuantizedGelu.of(Activation.GELU, exponent)).isEqualTo(new QuantizedGelu(shift));
        assertThat(QuantizedGelu.of(Activation.RELU, exponent)).isEqualTo(new QuantizedGelu(0));
        assertThat(QuantizedGelu.inputExponent(exponent)).isEqualTo(exponent - 3);
    }

    @Test
    void boundsAreInclusive() {
        assertThat(QuantizedGelu.LEAST_EXPONENT).isEqualTo(-10);
        new QuantizedGelu(0);
        new QuantizedGelu(15);
        refused("GELU shift is 16; allowed is 0 … 15", () -> new QuantizedGelu(16));
        refused("GELU shift is -1", () -> new QuantizedGelu(-1));
        refused("GELU shift is 16", () -> QuantizedGelu.of(Activation.GELU, -11));
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
                new QuantizedGelu(wrong),
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
