// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.AttentionWeights;
import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatSoftmax;

class AttentionRowsTests {
    private static final long SEED = 55;
    private static final VitShape SHAPE = new VitShape(4, 4, 1, 2, 6, 1, 2, 4, 2);

    @Test
    void theGainScalesAWholeHead() {
        Random random = new Random(SEED);
        List<float[]> exact = new ArrayList<>();
        List<float[]> coded = new ArrayList<>();
        for (int row = 0; row < 50; row++) {
            float[] exactRow = new float[6];
            float[] codedRow = new float[6];
            for (int c = 0; c < 6; c++) {
                exactRow[c] = (float) random.nextGaussian();
                codedRow[c] = exactRow[c] * (c < 3 ? 1.25f : 0.8f);
            }
            exact.add(exactRow);
            coded.add(codedRow);
        }
        InputRows rows = AttentionRows.of(SHAPE, exact, coded, QuantizerOptions.DEFAULT);
        for (int c = 0; c < 6; c++) {
            assertThat(rows.gain()[c]).isCloseTo(c < 3 ? 0.8 : 1.25, within(1e-5));
        }
    }

    @Test
    void weightsAreTheNearestPowersOfTwoOverTheirSum() {
        float[] probabilities = {1, 0.71f, 0.70f, (float) Math.pow(2, -14.4), (float) Math.pow(2, -14.6), 0};
        float least = (float) Math.pow(2, -14);
        float sum = 2.5f + least;
        assertThat(AttentionWeights.coded(AttentionCoding.LOG2, probabilities, 0, 6, 1))
                .containsExactly(1 / sum, 1 / sum, 0.5f / sum, least / sum, 0, 0);
        byte[] codes = {9, 0, 0, 1, 14, 15, 15};
        assertThat(AttentionWeights.values(AttentionCoding.LOG2, codes, 1, 6))
                .containsExactly(1.0 / sum, 1.0 / sum, 0.5 / sum, (double) least / sum, 0, 0);
    }

    @Test
    void uniformWeightsAreThoseOfTheContract() {
        byte[] logits = {40, 20, 13, -100, 41};
        int exponent = -4;
        byte[] codes = UniformSoftmaxKernel.codes(logits, 1, logits.length, 1, 7 - exponent);
        float[] values = new float[logits.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.scalb((float) logits[j], exponent);
        }
        float[] coded = AttentionWeights.coded(
                AttentionCoding.UNIFORM, FloatSoftmax.apply(values, 1, values.length), 0, values.length, 1);
        double[] weights = AttentionWeights.values(AttentionCoding.UNIFORM, codes, 0, coded.length);
        for (int j = 0; j < coded.length; j++) {
            // The contract's tables may turn a tie to the other side: one code.
            assertThat(weights[j]).as("weight %d", j).isCloseTo(coded[j], within(1.0 / 255));
        }
    }
}
