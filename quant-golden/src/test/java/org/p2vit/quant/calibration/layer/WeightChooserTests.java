// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.LayerKind;

/** Layers with correlated inputs, where the errors of single weights can cancel. */
class WeightChooserTests {
    private static final long SEED = 61;
    private static final int SAMPLES = 400;
    private static final int INPUTS = 24;
    private static final int OUTPUTS = 5;
    private static final QuantizerOptions ALL = QuantizerOptions.DEFAULT.withThreads(1);

    private final Random random = new Random(SEED);
    private final float[][] scaled = normal(OUTPUTS, INPUTS, 0.2);
    private final float[][] exact = correlated();
    private final float[][] targets = products(exact);
    private final float[] weights = new float[SAMPLES];

    WeightChooserTests() {
        Arrays.fill(weights, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void compensationIsNeverWorseThanPlainRounding(int bits) {
        WeightChooser compensated = chooser(exact, bits, ALL);
        WeightChooser plain = chooser(exact, bits, ALL.without(Technique.WEIGHT_COMPENSATION));
        double sumOfCompensated = 0;
        double sumOfPlain = 0;
        for (int o = 0; o < OUTPUTS; o++) {
            for (int exponent = -8; exponent <= 0; exponent++) {
                double with = plain.error(o, compensated.round(o, exponent));
                double without = plain.error(o, plain.round(o, exponent));
                assertThat(with)
                        .as("output %d, exponent %d, seed %d", o, exponent, SEED)
                        .isLessThanOrEqualTo(without);
                sumOfCompensated += with;
                sumOfPlain += without;
            }
        }
        assertThat(sumOfCompensated).isLessThan(0.8 * sumOfPlain);
    }

    @Test
    void moreBitsAreNeverWorse() {
        for (QuantizerOptions options : new QuantizerOptions[] {ALL, ALL.without(Technique.WEIGHT_COMPENSATION)}) {
            WeightChooser four = chooser(exact, 4, options);
            WeightChooser eight = chooser(exact, 8, options);
            for (int o = 0; o < OUTPUTS; o++) {
                double fourBits = four.error(o, four.choose(o, candidates(o, 4)));
                double eightBits = eight.error(o, eight.choose(o, candidates(o, 8)));
                assertThat(eightBits).as("output %d, seed %d", o, SEED).isLessThan(fourBits);
            }
        }
    }

    private int[] candidates(int o, int bits) {
        return WeightRow.candidates(WeightRow.greatest(scaled[o]), bits, ScaleRounding.ADAPTIVE);
    }

    /** The error by second moments is the error of the rows around their mean, and that of the damping. */
    @Test
    void theErrorIsThatOfTheOutputs() {
        WeightChooser chooser = chooser(exact, 4, ALL);
        for (int o = 0; o < OUTPUTS; o++) {
            WeightRow coarse = chooser.round(o, -1);
            double squares = 0;
            for (float missing : coarse.difference(scaled[o])) {
                squares += (double) missing * missing;
            }
            double expected = directError(o, coarse.values()) + 0.1 * meanDeviation() * squares;
            assertThat(chooser.error(o, coarse))
                    .as("output %d, seed %d", o, SEED)
                    .isCloseTo(expected, within(1e-3 * expected));
        }
    }

    @Test
    void theBiasMakesTheMeanExact() {
        float[][] seen = noisy();
        WeightChooser chooser = chooser(seen, 4, ALL);
        for (int o = 0; o < OUTPUTS; o++) {
            WeightRow row = chooser.round(o, -3);
            double mean = 0;
            for (int s = 0; s < SAMPLES; s++) {
                mean += (targets[s][o] - chooser.bias(o, row.values()) - product(row.values(), seen[s])) / SAMPLES;
            }
            assertThat(mean).as("output %d, seed %d", o, SEED).isCloseTo(0, within(1e-5));
        }
    }

    private WeightChooser chooser(float[][] rows, int bits, QuantizerOptions options) {
        return new WeightChooser(rows, targets, weights, scaled, scaled, LayerKind.dense(bits), options);
    }

    /** Squared deviations of an input from its mean, over all samples, on average of the inputs. */
    private double meanDeviation() {
        double sum = 0;
        for (int k = 0; k < INPUTS; k++) {
            int input = k;
            double mean = Arrays.stream(exact)
                    .mapToDouble(row -> row[input])
                    .average()
                    .orElseThrow();
            sum += Arrays.stream(exact)
                    .mapToDouble(row -> (row[input] - mean) * (row[input] - mean))
                    .sum();
        }
        return sum / INPUTS;
    }

    private double directError(int o, float[] values) {
        double[] errors = new double[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            errors[s] = targets[s][o] - product(values, exact[s]);
        }
        double mean = Arrays.stream(errors).average().orElseThrow();
        return Arrays.stream(errors)
                .map(error -> (error - mean) * (error - mean))
                .sum();
    }

    private float[][] products(float[][] rows) {
        float[][] products = new float[rows.length][OUTPUTS];
        for (int s = 0; s < rows.length; s++) {
            for (int o = 0; o < OUTPUTS; o++) {
                products[s][o] = (float) product(scaled[o], rows[s]);
            }
        }
        return products;
    }

    private static double product(float[] left, float[] right) {
        double sum = 0;
        for (int k = 0; k < left.length; k++) {
            sum += (double) left[k] * right[k];
        }
        return sum;
    }

    private float[][] noisy() {
        float[][] noise = normal(SAMPLES, INPUTS, 0.5);
        for (int s = 0; s < SAMPLES; s++) {
            for (int k = 0; k < INPUTS; k++) {
                noise[s][k] += exact[s][k];
            }
        }
        return noise;
    }

    /** Inputs that share a few sources, and means that are not zero. */
    private float[][] correlated() {
        float[][] sources = normal(SAMPLES, 6, 1);
        float[][] mixing = normal(INPUTS, 6, 1);
        float[][] rows = normal(SAMPLES, INPUTS, 0.3);
        for (int s = 0; s < SAMPLES; s++) {
            for (int k = 0; k < INPUTS; k++) {
                rows[s][k] += 0.4f + (float) product(mixing[k], sources[s]);
            }
        }
        return rows;
    }

    private float[][] normal(int rows, int columns, double spread) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int k = 0; k < columns; k++) {
                row[k] = (float) (spread * random.nextGaussian());
            }
        }
        return values;
    }
}
