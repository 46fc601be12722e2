// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.options.ScaleRounding;

/** Errors of rows of attention weights, by hand and beside a direct computation. */
class SoftmaxErrorsTests {
    private static final long SEED = 44;

    /** Logits 1 and 0 have the weights 0.731 and 0.269; as codes of 2 they are alike, as codes of 1/128 one is clipped a little. */
    @Test
    void weightsOfCodesAreCompared() {
        RoundingErrors errors = errors(1, 0);
        assertThat(errors.error(0, 0)).isCloseTo(0, within(1e-12));
        assertThat(errors.error(0, -6)).isCloseTo(0, within(1e-12));
        assertThat(errors.error(0, 1)).isCloseTo(2 * 0.231059 * 0.231059, within(1e-6));
        // 127/128 has the weight 0.729520.
        assertThat(errors.error(0, -7)).isCloseTo(2 * 0.001539 * 0.001539, within(1e-8));
    }

    /** What is far below the greatest has no weight, with whatever code. */
    @Test
    void smallLogitsMayBeClipped() {
        RoundingErrors errors = errors(0.4f, 0, -1000);
        assertThat(errors.best(0)).isLessThan(-2);
        assertThat(errors.error(0, -3)).isLessThan(1e-3);
        // Between 0.4 and 0 lies one code of 0.5, and none of 8, which would hold −1000.
        assertThat(errors.error(0, 3)).isGreaterThan(0.01);
    }

    /** The greatest of all is what the other ways of rounding look at. */
    @Test
    void theGreatestMagnitudeIsKept() {
        assertThat(errors(1, -100).exponent(0, ScaleRounding.CEIL)).isZero();
        assertThat(errors(1, -130).exponent(0, ScaleRounding.CEIL)).isEqualTo(1);
    }

    @Test
    void rowsAddUp() {
        Random random = new Random(SEED);
        float[] logits = new float[60];
        float[] weights = new float[60];
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int j = 20 * row; j < 20 * row + 20; j++) {
                logits[j] = (float) (6 * random.nextGaussian());
                sum += Math.exp(logits[j]);
            }
            for (int j = 20 * row; j < 20 * row + 20; j++) {
                weights[j] = (float) (Math.exp(logits[j]) / sum);
            }
        }
        RoundingErrors errors = new RoundingErrors(2);
        for (int row = 0; row < 3; row++) {
            SoftmaxErrors.add(errors, 1, logits, weights, 20 * row, 20);
        }
        for (int exponent = -6; exponent <= 3; exponent++) {
            assertThat(errors.error(1, exponent))
                    .as("exponent %d, seed %d", exponent, SEED)
                    .isCloseTo(direct(logits, weights, exponent), within(1e-6));
            assertThat(errors.error(0, exponent)).isZero();
        }
    }

    private static double direct(float[] logits, float[] weights, int exponent) {
        double error = 0;
        for (int from = 0; from < logits.length; from += 20) {
            double[] stored = new double[20];
            double sum = 0;
            for (int j = 0; j < 20; j++) {
                double code = Math.rint(Math.scalb((double) logits[from + j], -exponent));
                stored[j] = Math.exp(Math.scalb(Math.max(-128, Math.min(127, code)), exponent));
                sum += stored[j];
            }
            for (int j = 0; j < 20; j++) {
                double difference = stored[j] / sum - weights[from + j];
                error += difference * difference;
            }
        }
        return error;
    }

    private static RoundingErrors errors(float... logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        float[] weights = new float[logits.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = (float) (Math.exp(logits[j]) / sum);
        }
        RoundingErrors errors = new RoundingErrors(1);
        SoftmaxErrors.add(errors, 0, logits, weights, 0, logits.length);
        return errors;
    }
}
