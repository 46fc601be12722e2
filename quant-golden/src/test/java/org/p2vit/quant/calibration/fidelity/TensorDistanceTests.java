// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TensorDistanceTests {
    private static final int COLUMNS = 4;
    private static final int ROWS = 5;

    /** One token a thousand times greater than the others, all with the same error: it hides theirs in the ratio over all values, not in the median. */
    @Test
    void fewGreatTokensDoNotMoveTheMedian() {
        IntToDoubleFunction exact = i -> i / COLUMNS == 2 ? 1000 : 1;
        SqnrReport.TensorSqnr tensor = TensorDistance.of(
                        ROWS * COLUMNS, COLUMNS, exact, i -> exact.applyAsDouble(i) + 0.1, i -> false)
                .named("stream");
        assertThat(tensor.medianDecibels()).isCloseTo(20, within(1e-9));
        assertThat(tensor.decibels()).isCloseTo(10 * Math.log10((1e6 + 4) / 5 / 0.01), within(1e-9));
    }

    @Test
    void anEvenNumberOfRowsHasItsMedianBetweenTheTwoInTheMiddle() {
        TensorDistance first = row(0.1, false);
        TensorDistance second = row(0.01, true);
        SqnrReport.TensorSqnr both = first.and(second).named("x");
        assertThat(both.medianDecibels()).isCloseTo(30, within(1e-9));
        assertThat(both.clipped()).isEqualTo(0.5);
        assertThat(first.and(second).and(row(0.001, false)).named("x").medianDecibels())
                .isCloseTo(40, within(1e-9));
    }

    @Test
    void withoutNoiseTheRatioIsInfinite() {
        assertThat(row(0, false).named("x").medianDecibels()).isInfinite();
    }

    private static TensorDistance row(double error, boolean clips) {
        return TensorDistance.of(COLUMNS, COLUMNS, i -> 1, i -> 1 + error, i -> clips);
    }
}
