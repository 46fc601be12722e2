// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.VitShape;

/** {@link QueryKeyExponents} and {@link ValueExponents}. */
class ChannelExponentsTests {
    private static final long SEED = 31;
    private static final VitShape SHAPE = new VitShape(4, 4, 1, 2, 6, 1, 2, 4, 2);

    @Test
    void largeQueriesMeetFineKeys() {
        List<float[]> queries = rows(1, 8, 1, 1, 1, 1);
        List<float[]> keys = rows(1, 0.125f, 1, 1, 1, 1);
        QueryKeyExponents chosen = QueryKeyExponents.balanced(queries, keys, 20);
        assertThat(chosen.query()[1]).isEqualTo(chosen.query()[0] + 3);
        assertThat(chosen.key()[1]).isEqualTo(chosen.key()[0] - 3);
        for (int c = 0; c < 6; c++) {
            assertThat(chosen.query()[c] + chosen.key()[c]).isEqualTo(chosen.sum());
        }
    }

    @Test
    void balancedProductsHaveLessNoiseThanUniformOnes() {
        List<float[]> queries = rows(1, 4, 0.5f, 2, 1, 0.25f);
        List<float[]> keys = rows(1, 0.5f, 3, 0.5f, 2, 4);
        QueryKeyExponents balanced = QueryKeyExponents.balanced(queries, keys, 20);
        QueryKeyExponents uniform = QueryKeyExponents.uniform(
                SHAPE,
                RoundingErrors.of(queries).best(0),
                RoundingErrors.of(keys).best(0));
        assertThat(noise(queries, keys, balanced)).as("seed %d", SEED).isLessThan(0.7 * noise(queries, keys, uniform));
    }

    @Test
    void theSumOfQueryAndKeyIsBounded() {
        List<float[]> rows = rows(1, 1, 1, 1, 1, 1);
        int free = QueryKeyExponents.balanced(rows, rows, 20).sum();
        assertThat(QueryKeyExponents.balanced(rows, rows, free - 2).sum()).isEqualTo(free - 2);
    }

    @Test
    void valuesAndOutputsDifferByOneShiftInAHead() {
        List<float[]> values = rows(1, 8, 0.1f, 2, 2, 16);
        List<float[]> outputs = rows(0.25f, 2, 0.025f, 1, 1, 8);
        float[][] projection = {{1, 1, 1, 1, 1, 1}};
        ValueExponents chosen = ValueExponents.balanced(SHAPE, values, outputs, projection, 14);
        for (int head = 0; head < 2; head++) {
            int change = chosen.output()[3 * head] - chosen.value()[3 * head];
            for (int c = 3 * head; c < 3 * head + 3; c++) {
                assertThat(chosen.output()[c] - chosen.value()[c]).isEqualTo(change);
            }
        }
        assertThat(chosen.value()[1]).isEqualTo(chosen.value()[0] + 3);
        assertThat(chosen.coding().channelExponents()).isEqualTo(chosen.output());
        ValueExponents bounded = ValueExponents.balanced(SHAPE, values, outputs, projection, 0);
        assertThat(bounded.output()[0]).isGreaterThanOrEqualTo(bounded.value()[0]);
    }

    private static double noise(List<float[]> queries, List<float[]> keys, QueryKeyExponents exponents) {
        double noise = 0;
        for (int r = 0; r < queries.size(); r++) {
            double error = 0;
            for (int c = 0; c < 6; c++) {
                float q = queries.get(r)[c];
                float k = keys.get(r)[c];
                error += q * k
                        - stored(q, exponents.query()[c]) * stored(k, exponents.key()[c]);
            }
            noise += error * error;
        }
        return noise;
    }

    private static double stored(float value, int exponent) {
        double code = Math.rint(Math.scalb((double) value, -exponent));
        return Math.scalb(Math.max(-128, Math.min(127, code)), exponent);
    }

    /** Normally distributed, by channel of a size. */
    private static List<float[]> rows(float... sizes) {
        Random random = new Random(SEED + sizes.length);
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < 300; r++) {
            float[] row = new float[sizes.length];
            for (int c = 0; c < row.length; c++) {
                row[c] = sizes[c] * (float) random.nextGaussian();
            }
            rows.add(row);
        }
        return rows;
    }
}
