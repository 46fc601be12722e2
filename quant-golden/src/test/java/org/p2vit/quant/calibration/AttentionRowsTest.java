// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatSoftmax;

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
        QuantizerOptions uniform = QuantizerOptions.DEFAULT.withAttention(AttentionCoding.UNIFORM);
        AttentionRows rows = AttentionRows.of(SHAPE, exact, coded, uniform);
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

    /** Sums that differ from one by rounding only would make any centre. */
    @Test
    void dividedWeightsHaveNoCentre() {
        Random random = new Random(SEED);
        List<float[]> exact = new ArrayList<>();
        List<float[]> coded = new ArrayList<>();
        for (int row = 0; row < 50; row++) {
            float[] exactRow = new float[6];
            float[] codedRow = new float[8];
            for (int c = 0; c < 6; c++) {
                exactRow[c] = 1 + (float) random.nextGaussian();
                codedRow[c] = 1.25f * exactRow[c] + 0.1f * (float) random.nextGaussian();
            }
            codedRow[6] = 1 + Math.ulp(1f) * random.nextInt(3);
            codedRow[7] = 1 - Math.ulp(1f) * random.nextInt(3);
            exact.add(exactRow);
            coded.add(codedRow);
        }
        AttentionRows rows = AttentionRows.of(SHAPE, exact, coded, QuantizerOptions.DEFAULT);
        assertThat(rows.centre()).containsOnly(0);
        for (double gain : rows.input().gain()) {
            assertThat(gain).isCloseTo(0.8, within(0.05));
        }
    }

    @Test
    void weightsAreTheNearestPowersOfTwoOverTheirSum() {
        float[] probabilities = {1, 0.71f, 0.70f, (float) Math.pow(2, -14.4), (float) Math.pow(2, -14.6), 0};
        float least = (float) Math.pow(2, -14);
        float sum = 2.5f + least;
        assertThat(AttentionWeights.coded(AttentionCoding.LOG2, probabilities, 0, 6))
                .containsExactly(1 / sum, 1 / sum, 0.5f / sum, least / sum, 0, 0);
        byte[] codes = {9, 0, 0, 1, 14, 15, 15};
        assertThat(AttentionWeights.values(AttentionCoding.LOG2, codes, 1, 6, 0))
                .containsExactly(1.0 / sum, 1.0 / sum, 0.5 / sum, (double) least / sum, 0, 0);
    }

    @Test
    void uniformWeightsAreThoseOfTheContract() {
        byte[] logits = {40, 20, 13, -100, 41};
        int exponent = -4;
        UniformSoftmaxKernel.Rows rows = UniformSoftmaxKernel.rows(logits, 1, logits.length, 7 - exponent);
        float[] values = new float[logits.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.scalb((float) logits[j], exponent);
        }
        float[] coded = AttentionWeights.coded(
                AttentionCoding.UNIFORM, FloatSoftmax.apply(values, 1, values.length), 0, values.length);
        double[] weights =
                AttentionWeights.values(AttentionCoding.UNIFORM, rows.codes(), 0, coded.length, rows.scales()[0]);
        for (int j = 0; j < coded.length; j++) {
            // The contract's tables may turn a tie to the other side: one code.
            double code = Math.scalb(1.0, -7 - rows.scales()[0]);
            assertThat(weights[j]).as("weight %d", j).isCloseTo(coded[j], within(code));
        }
    }
}
