// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GeluInputTests {
    private static final float[] SMALL = {0, 0.25f, -0.125f};

    /** 127·2^6·2^−10 = 7.9375 is what half of the range reaches at the least exponent. */
    @Test
    void theExponentIsTheFinestThatReachesTwiceTheValues() {
        assertThat(GeluInput.exponent(List.of(SMALL), -30)).isEqualTo(-10);
        assertThat(GeluInput.exponent(List.of(SMALL, new float[] {1, 7.9375f, 2}), -30))
                .isEqualTo(-10);
        assertThat(GeluInput.exponent(List.of(SMALL, new float[] {1, 7.94f, 2}), -30))
                .isEqualTo(-9);
        assertThat(GeluInput.exponent(List.of(new float[] {64}, SMALL), -30)).isEqualTo(-6);
    }

    /** h has the exponent of the output less 3. */
    @Test
    void theExponentIsNotFinerThanTheSumsOfFc1() {
        assertThat(GeluInput.exponent(List.of(SMALL), -13)).isEqualTo(-10);
        assertThat(GeluInput.exponent(List.of(SMALL), -12)).isEqualTo(-9);
        assertThat(GeluInput.exponent(List.of(SMALL), 0)).isEqualTo(3);
    }

    /**
     * By hand, at −10. The first block has 0.5 = 512 units, so d = 3 as 2^(19+2)·2^−12 is 512: 102.4/8 = 12.8, −174.08/8 = −21.76. The
     * second has 10.24 and 12.288 at d = 0, and their codes 10 and 12 are 1.25 and 1.5 at the row's 3.
     */
    @Test
    void valuesAreThoseOfRowsWithOneExponent() {
        float[] row = {0.1f, -0.17f, 0, 0, 0.5f, 0, 0, 0, 0.01f, 0.012f};
        LayerInput input = GeluInput.of(InputRows.of(List.of(row)), -10);
        float unit = 1 / 128f;
        assertThat(input.rows()[0]).containsExactly(13 * unit, -22 * unit, 0, 0, 64 * unit, 0, 0, 0, unit, 2 * unit);
        assertThat(input.exponent()).isEqualTo(-10);
        assertThat(input.weightScale()).containsOnly(1);
    }

    @Test
    void eachRowHasItsOwn() {
        LayerInput input =
                GeluInput.of(InputRows.of(List.of(new float[] {0.01f}, new float[] {1f}, new float[] {100f})), -10);
        // 10.24; 1024/16 at d = 4; clipped at d = 7.
        assertThat(input.columns()[0]).containsExactly(10 / 1024f, 1f, 127 / 8f);
    }
}
