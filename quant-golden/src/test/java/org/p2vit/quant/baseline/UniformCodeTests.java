// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniformCodeTests {
    @ParameterizedTest(name = "{0}: float, nearest {1}, floor {2}, ceil {3}")
    @CsvSource({"1, 1, 1, 1", "0.25, 0.25, 0.25, 0.25", "1.4, 1, 1, 2", "1.42, 2, 1, 2", "0.7, 0.5, 0.5, 1"})
    void scalesAreRoundedToPowersOfTwo(double scale, double nearest, double floor, double ceil) {
        assertThat(ScaleRule.FLOAT.apply(scale)).isEqualTo(scale);
        assertThat(ScaleRule.NEAREST.apply(scale)).isEqualTo(nearest);
        assertThat(ScaleRule.FLOOR.apply(scale)).isEqualTo(floor);
        assertThat(ScaleRule.CEIL.apply(scale)).isEqualTo(ceil);
    }

    @Test
    void valuesWithinTheRangeMoveByHalfAStepAtMost() {
        Range range = new Range(-0.3f, 1.7f);
        UniformCode code = UniformCode.asymmetric(range, ScaleRule.FLOAT);
        for (float value = -0.3f; value <= 1.7f; value += 0.001f) {
            float[] rounded = {value};
            code.round(rounded, 0, 1, 1);
            // The ends may lie half a step beyond the last code, because the zero point is an integer.
            assertThat((double) rounded[0]).isCloseTo(value, within(1.01 * range.step()));
        }
        float[] zero = {0};
        code.round(zero, 0, 1, 1);
        assertThat(zero[0]).as("zero has a code of its own").isZero();
    }

    @Test
    void floorClipsAndCeilDoesNot() {
        Range range = new Range(-1.5f, 1.5f);
        float[] ends = {-1.5f, 1.5f};
        UniformCode.asymmetric(range, ScaleRule.CEIL).round(ends, 0, 1, 2);
        assertThat(ends).containsExactly(new float[] {-1.5f, 1.5f}, within(0.02f));
        UniformCode.asymmetric(range, ScaleRule.FLOOR).round(ends, 0, 1, 2);
        assertThat(ends).containsExactly(new float[] {-1, 1}, within(0.02f));
    }

    @Test
    void symmetricCodesUseBothEnds() {
        UniformCode code = UniformCode.symmetric(7.5f, 4, ScaleRule.FLOAT);
        float[] values = {-7.5f, -3.4f, 0.4f, 7.5f, 100};
        code.round(values, 0, 1, values.length);
        assertThat(values).containsExactly(-8, -3, 0, 7, 7);
    }
}
