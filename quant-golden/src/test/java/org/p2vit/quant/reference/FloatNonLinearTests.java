// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;

/** LayerNorm, softmax and GELU on values that can be worked out by hand. */
class FloatNonLinearTests {
    @Test
    void erfAgreesWithItsSeriesBetweenAndAtTheEndsOfTheGrid() {
        for (int i = -6500; i <= 6500; i++) {
            double x = i / 1000.0;
            assertThat(FloatGelu.erf(x)).as("erf(%s)", x).isCloseTo(Erf.erf(x), within(2e-15));
        }
        assertThat(FloatGelu.erf(Math.nextDown(6.0))).isCloseTo(1, within(1e-15));
        assertThat(FloatGelu.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(FloatGelu.erf(Double.NaN)).isNaN();
    }

    @Test
    void geluKeepsLargeValuesAndDropsSmallOnes() {
        assertThat(FloatActivation.apply(Activation.GELU, new float[] {0, 40, -40}))
                .containsExactly(0, 40, -0f);
        // erf(1/sqrt 2) is the probability of one standard deviation, 0.682689492137086.
        assertThat(FloatGelu.of(1)).isCloseTo(0.841344746068543, within(1e-15));
        assertThat(FloatGelu.of(-1)).isCloseTo(-0.158655253931457, within(1e-15));
    }

    /** Values of the published definitions, worked out with 20 digits. */
    @ParameterizedTest
    @CsvSource({
        "GELU_TANH, 1, 0.84119199060827676",
        "GELU_TANH, -2, -0.045402305912224164",
        "QUICK_GELU, 1, 0.84579576593282",
        "QUICK_GELU, -2, -0.06434137685579",
        "RELU, 3.5, 3.5",
        "RELU, -3.5, 0"
    })
    void activationsAreThoseOfTheirDefinitions(Activation activation, double x, double expected) {
        assertThat(FloatActivation.of(activation, x)).isCloseTo(expected, within(1e-13));
    }

    @Test
    void activationsKeepLargeValuesAndDropSmallOnes() {
        for (Activation activation : Activation.values()) {
            assertThat(FloatActivation.apply(activation, new float[] {0, 1000, -1000}))
                    .as("%s", activation)
                    .usingComparatorWithPrecision(0f)
                    .containsExactly(0, 1000, 0);
        }
    }

    @Test
    void softmaxOfEqualLogitsIsUniform() {
        assertThat(FloatSoftmax.apply(new float[] {7, 7, 7, 7, -3, -3, -3, -3}, 2, 4))
                .containsOnly(0.25f)
                .hasSize(8);
    }

    @Test
    void softmaxDoesNotOverflow() {
        assertThat(FloatSoftmax.apply(new float[] {3e38f, -3e38f, 0, (float) Math.log(3)}, 2, 2))
                .containsExactly(new float[] {1, 0, 0.25f, 0.75f}, within(1e-7f));
    }

    @Test
    void layerNormOfAConstantRowIsBeta() {
        FloatNorm norm = norm(new float[] {2, 3}, new float[] {5, -1});
        assertThat(new FloatLayerNorm(norm).apply(new float[] {8, 8, 0, 0}, 2)).containsExactly(5, -1, 5, -1);
    }

    @Test
    void layerNormDividesByTheBiasedDeviationWithEpsilon() {
        FloatNorm norm = norm(new float[] {1, 10}, new float[] {0, 0});
        // Mean 2e-3, variance 1e-6: the epsilon of 1e-6 halves 1 / variance.
        float unit = (float) Math.sqrt(0.5);
        assertThat(new FloatLayerNorm(norm).apply(new float[] {1e-3f, 3e-3f}, 1))
                .containsExactly(new float[] {-unit, 10 * unit}, within(1e-5f));
    }

    @Test
    void layerNormAddsTheEpsilonOfItsNetwork() {
        FloatTensor ones = FloatTensor.of(new float[] {1, 1}, 2);
        FloatNorm norm = new FloatNorm(ones, FloatTensor.of(new float[2], 2), 3e-6);
        // Variance 1e-6 and epsilon 3e-6: the deviation that is divided by is 2e-3.
        assertThat(new FloatLayerNorm(norm).apply(new float[] {1e-3f, 3e-3f}, 1))
                .containsExactly(new float[] {-0.5f, 0.5f}, within(1e-5f));
    }

    private static FloatNorm norm(float[] gamma, float[] beta) {
        return new FloatNorm(FloatTensor.of(gamma, gamma.length), FloatTensor.of(beta, beta.length), 1e-6);
    }
}
