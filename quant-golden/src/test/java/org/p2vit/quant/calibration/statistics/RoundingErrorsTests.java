// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingErrorsTests {
    private static final long SEED = 51;

    @Test
    void sumsTheErrorsOfStoredValues() {
        float[] values = normal(500, 3);
        RoundingErrors errors = new RoundingErrors(2);
        errors.add(1, values, 0, 1, values.length);
        for (int exponent = RoundingErrors.LEAST; exponent <= RoundingErrors.GREATEST; exponent++) {
            double step = Math.pow(2, exponent);
            double expected = 0;
            for (float value : values) {
                double stored = Math.max(-128, Math.min(127, Math.rint(value / step))) * step;
                expected += (value - stored) * (value - stored);
            }
            assertThat(errors.error(1, exponent))
                    .as("exponent %d, seed %d", exponent, SEED)
                    .isCloseTo(expected, within(1e-5 * expected + 1e-12));
            assertThat(errors.error(0, exponent)).isZero();
        }
    }

    @Test
    void takesValuesApartByAStride() {
        float[] matrix = {1, 100, 2, 200, 3, 300};
        RoundingErrors columns = new RoundingErrors(2);
        columns.add(0, matrix, 0, 2, 3);
        columns.add(1, matrix, 1, 2, 3);
        assertThat(columns.error(0, 0)).isZero();
        assertThat(columns.error(1, 0)).isEqualTo(73.0 * 73 + 173.0 * 173);
    }

    @Test
    void bestTradesRangeAgainstResolution() {
        RoundingErrors errors = new RoundingErrors(3);
        errors.add(0, normal(5000, 1), 0, 1, 5000);
        errors.add(1, normal(5000, 8), 0, 1, 5000);
        assertThat(errors.best(1)).isEqualTo(errors.best(0) + 3).isEqualTo(-2);
        // Nothing to store: any exponent is exact, the coarsest is taken.
        assertThat(errors.best(2)).isEqualTo(RoundingErrors.GREATEST);
    }

    @Test
    void mergingAdds() {
        RoundingErrors one = new RoundingErrors(1);
        one.add(0, new float[] {0.5f}, 0, 1, 1);
        RoundingErrors two = new RoundingErrors(1);
        two.add(0, new float[] {0.25f}, 0, 1, 1);
        one.merge(two);
        assertThat(one.error(0, 0)).isEqualTo(0.25 + 0.0625);
    }

    private static float[] normal(int count, double spread) {
        Random random = new Random(SEED);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * spread);
        }
        return values;
    }
}
