// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleRoundingTests {
    /** For 8 bits a greatest value of 127.5 has the scale 1. */
    @ParameterizedTest(name = "{0} of {1} x 127.5 is 2^{2}")
    @CsvSource({
        "FLOOR, 1, 0",
        "NEAREST, 1, 0",
        "CEIL, 1, 0",
        "ADAPTIVE, 1, 0",
        "FLOOR, 1.4, 0",
        "NEAREST, 1.4, 0",
        "CEIL, 1.4, 1",
        "ADAPTIVE, 1.4, 0",
        "FLOOR, 1.5, 0",
        "NEAREST, 1.5, 1",
        "CEIL, 1.5, 1",
        "ADAPTIVE, 1.5, 0",
        "FLOOR, 0.03125, -5",
        "NEAREST, 0.03125, -5",
        "CEIL, 0.03125, -5",
        "NEAREST, 0, 0",
    })
    void roundsTheLogarithmOfTheScale(ScaleRounding rounding, double scale, int exponent) {
        assertThat(rounding.exponent(scale * 127.5, 8)).isEqualTo(exponent);
        assertThat(rounding.exponent(scale * 7.5, 4)).isEqualTo(exponent);
    }
}
