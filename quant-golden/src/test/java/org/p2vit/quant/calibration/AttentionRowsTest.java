// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.model.VitShape;

class AttentionRowsTest {
    private static final long SEED = 55;
    private static final VitShape SHAPE = new VitShape(4, 4, 1, 2, 6, 1, 2, 4, 2);

    /** If all values of a head were alike, the error of the sum would be the whole error, and the centre those values. */
    @Test
    void theCentreIsWhatTheErrorOfTheSumMultiplies() {
        Random random = new Random(SEED);
        float[] common = {1, -2, 3, 0.5f, 0, -1};
        List<float[]> exact = new ArrayList<>();
        List<float[]> coded = new ArrayList<>();
        for (int row = 0; row < 50; row++) {
            float[] sums = {0.7f + 0.6f * random.nextFloat(), 0.7f + 0.6f * random.nextFloat()};
            float[] codedRow = new float[8];
            for (int c = 0; c < 6; c++) {
                codedRow[c] = common[c] * sums[c / 3];
            }
            codedRow[6] = sums[0];
            codedRow[7] = sums[1];
            exact.add(common.clone());
            coded.add(codedRow);
        }
        AttentionRows rows = AttentionRows.of(SHAPE, exact, coded, QuantizerOptions.DEFAULT);
        for (int c = 0; c < 6; c++) {
            assertThat(rows.centre()[c]).isCloseTo(common[c], within(1e-4f));
            assertThat(rows.input().exact().get(9)[c]).isCloseTo(0, within(1e-4f));
            assertThat(rows.input().seen().get(9)[c]).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void theGainScalesAWholeHead() {
        Random random = new Random(SEED);
        List<float[]> exact = new ArrayList<>();
        List<float[]> coded = new ArrayList<>();
        for (int row = 0; row < 50; row++) {
            float[] exactRow = new float[6];
            float[] codedRow = new float[8];
            for (int c = 0; c < 6; c++) {
                exactRow[c] = (float) random.nextGaussian();
                codedRow[c] = exactRow[c] * (c < 3 ? 1.25f : 0.8f);
            }
            codedRow[6] = 1;
            codedRow[7] = 1;
            exact.add(exactRow);
            coded.add(codedRow);
        }
        AttentionRows rows = AttentionRows.of(SHAPE, exact, coded, QuantizerOptions.DEFAULT);
        assertThat(rows.centre()).containsOnly(0);
        for (int c = 0; c < 6; c++) {
            assertThat(rows.input().gain()[c]).isCloseTo(c < 3 ? 0.8 : 1.25, within(1e-5));
        }
    }

    @Test
    void weightsAreTheNearestPowersOfTwo() {
        assertThat(LogarithmicWeight.of(1)).isEqualTo(1);
        assertThat(LogarithmicWeight.of(0.71f)).isEqualTo(1);
        assertThat(LogarithmicWeight.of(0.70f)).isEqualTo(0.5f);
        assertThat(LogarithmicWeight.of((float) Math.pow(2, -14.4))).isEqualTo((float) Math.pow(2, -14));
        assertThat(LogarithmicWeight.of((float) Math.pow(2, -14.6))).isZero();
        assertThat(LogarithmicWeight.of(0)).isZero();
    }
}
