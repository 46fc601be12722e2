// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weights that images and position embeddings are scaled with. */
class FilterKernelTests {
    private static final double ULP = Math.ulp(1.0);

    /** Between -3.5 and 3.5, all that filters ask for, the series is as good as the library's. */
    @Test
    void theSineIsThatOfTheLibrary() {
        for (int i = -7000; i <= 7000; i++) {
            double x = i / 2000.0 + 1e-7;
            double angle = (x - Math.rint(x)) * Math.PI;
            double expected = Math.rint(x) % 2 == 0 ? StrictMath.sin(angle) : -StrictMath.sin(angle);
            assertThat(Math.abs(FilterKernel.sinPi(x) - expected)).as("%s", x).isLessThanOrEqualTo(ULP);
        }
    }

    @Test
    void theSineOfWholeAndHalfTurnsIsKnown() {
        for (int n = -3; n <= 3; n++) {
            assertThat(Math.abs(FilterKernel.sinPi(n))).isZero();
            assertThat(FilterKernel.sinPi(n + 0.5)).isBetween(n % 2 == 0 ? 1 - ULP : -1, n % 2 == 0 ? 1 : -1 + ULP);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEAREST")
    void weightsOfEveryOutputSumToOne(ResizeFilter filter) {
        for (int[] sizes : new int[][] {{1, 1}, {1, 7}, {7, 1}, {5, 8}, {97, 8}, {8, 97}}) {
            for (int output = 0; output < sizes[1]; output++) {
                FilterKernel.Taps taps = FilterKernel.taps(filter, sizes[0], sizes[1], output);
                assertThat(Arrays.stream(taps.weights()).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
                assertThat(taps.first()).isNotNegative();
                assertThat(taps.first() + taps.weights().length).isLessThanOrEqualTo(sizes[0]);
            }
        }
    }
}
