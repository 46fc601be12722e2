// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AreaFitTests {
    /** 2a + 3b = 13, a + b = 5 and 4a + b = 11: a is 2 and b is 3. */
    @Test
    void equationsThatAgreeAreSolved() {
        double[] found = LeastSquares.nonNegative(
                List.of(new double[] {2, 3}, new double[] {1, 1}, new double[] {4, 1}), new double[] {13, 5, 11});

        assertThat(found).containsExactly(new double[] {2, 3}, within(1e-6));
    }

    /** a + b = 1 and a + 2b = 0 ask for a negative b; with b = 0 the mean of both is the best a. */
    @Test
    void nothingTakesLessThanNothing() {
        double[] found =
                LeastSquares.nonNegative(List.of(new double[] {1, 1}, new double[] {1, 2}), new double[] {1, 0});

        assertThat(found).containsExactly(new double[] {0.5, 0}, within(1e-6));
    }
}
