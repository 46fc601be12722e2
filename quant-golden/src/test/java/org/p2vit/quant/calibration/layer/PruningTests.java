// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Sparsity;

/** Sparse layers with correlated inputs, whose kept weights can make up for the pruned ones. */
class PruningTests {
    private static final long SEED = 62;
    private static final int SAMPLES = 300;
    private static final int OUTPUTS = 6;
    private static final QuantizerOptions OPTIONS = QuantizerOptions.DEFAULT.withThreads(1);

    private final Random random = new Random(SEED);

    /** One group: every selection is tried, and its kept weights are found by descent on the error itself. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DENSE")
    void theSelectionOfAGroupIsTheBest(Sparsity sparsity) {
        int inputs = sparsity.group();
        float[][] weights = normal(OUTPUTS, inputs);
        SecondMoments moments = moments(correlated(inputs));
        Pruning pruning = new Pruning(moments, weights, weights, sparsity, OPTIONS);
        for (int o = 0; o < OUTPUTS; o++) {
            double least = Double.POSITIVE_INFINITY;
            int best = 0;
            for (int kept = 0; kept < 1 << inputs; kept++) {
                if (Integer.bitCount(kept) == sparsity.kept()) {
                    double error = leastError(moments, weights[o], kept);
                    best = error < least ? kept : best;
                    least = Math.min(least, error);
                }
            }
            Pruning.Target target = pruning.target(o);
            int chosen = Arrays.stream(target.order()).map(k -> 1 << k).sum();
            assertThat(chosen).as("output %d, seed %d", o, SEED).isEqualTo(best);
            assertThat(error(moments, weights[o], target.ideal())).isCloseTo(least, within(1e-4 * least));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, TWO_OF_FOUR", "8, FOUR_OF_EIGHT", "8, THREE_OF_FOUR", "4, TWO_OF_FOUR"})
    void compensationIsMuchBetterThanOtherRules(int bits, Sparsity sparsity) {
        double[] errors = new double[PruningRule.values().length];
        float[][] weights = normal(OUTPUTS, 32);
        float[][] rows = correlated(32);
        for (PruningRule rule : PruningRule.values()) {
            WeightChooser chooser = chooser(rows, weights, new LayerKind(bits, sparsity), OPTIONS.withPruning(rule));
            for (int o = 0; o < OUTPUTS; o++) {
                errors[rule.ordinal()] += chooser.error(o, chooser.choose(o, new int[] {-7, -6, -5, -4, -3}));
            }
        }
        assertThat(errors[PruningRule.COMPENSATED.ordinal()])
                .as("seed %d", SEED)
                .isLessThan(0.5 * errors[PruningRule.MAGNITUDE.ordinal()])
                .isLessThan(0.5 * errors[PruningRule.WANDA.ordinal()]);
    }

    /** 27 inputs end with a group of three. */
    @ParameterizedTest
    @EnumSource(PruningRule.class)
    void roundedWeightsAreExactlySparse(PruningRule rule) {
        float[][] weights = normal(OUTPUTS, 27);
        float[][] rows = correlated(27);
        for (Sparsity sparsity : Sparsity.values()) {
            for (int bits : new int[] {4, 8}) {
                WeightChooser chooser =
                        chooser(rows, weights, new LayerKind(bits, sparsity), OPTIONS.withPruning(rule));
                for (int o = 0; o < OUTPUTS; o++) {
                    byte[] codes = chooser.round(o, bits == 8 ? -6 : -2).codes();
                    for (int first = 0; first < codes.length; first += sparsity.group()) {
                        byte[] group =
                                Arrays.copyOfRange(codes, first, Math.min(codes.length, first + sparsity.group()));
                        int used = 0;
                        for (byte code : group) {
                            used += code == 0 ? 0 : 1;
                        }
                        assertThat(used).isLessThanOrEqualTo(sparsity.kept());
                    }
                }
            }
        }
    }

    /** By hand: Wanda weighs by the inputs, magnitude does not. */
    @Test
    void rulesOfComparisonAreThePublishedOnes() {
        float[][] weights = {{4, -3, 2, 1}};
        float[][] rows = new float[SAMPLES][4];
        for (float[] row : rows) {
            for (int k = 0; k < 4; k++) {
                row[k] = (float) random.nextGaussian() * (k == 3 ? 100 : k == 2 ? 10 : 1);
            }
        }
        assertThat(kept(rows, weights, PruningRule.MAGNITUDE)).containsExactly(0, 1);
        assertThat(kept(rows, weights, PruningRule.WANDA)).containsExactly(2, 3);
    }

    private static int[] kept(float[][] rows, float[][] weights, PruningRule rule) {
        Pruning pruning = new Pruning(moments(rows), weights, weights, Sparsity.TWO_OF_FOUR, OPTIONS.withPruning(rule));
        Pruning.Target target = pruning.target(0);
        assertThat(target.wanted()).isEqualTo(target.ideal());
        return Arrays.stream(target.order()).sorted().toArray();
    }

    private static double leastError(SecondMoments moments, float[] weights, int kept) {
        float[] values = new float[weights.length];
        for (int step = 0; step < 4000; step++) {
            int k = step % weights.length;
            if ((kept >> k & 1) != 0) {
                double slope = 0;
                for (int j = 0; j < weights.length; j++) {
                    slope += moments.products(k)[j] * (double) (weights[j] - values[j]);
                }
                values[k] += (float) (slope / moments.products(k)[k]);
            }
        }
        return error(moments, weights, values);
    }

    private static double error(SecondMoments moments, float[] weights, float[] values) {
        double error = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                error += (double) (weights[i] - values[i]) * moments.products(i)[j] * (weights[j] - values[j]);
            }
        }
        return error;
    }

    private static WeightChooser chooser(float[][] rows, float[][] weights, LayerKind kind, QuantizerOptions options) {
        return new WeightChooser(rows, new float[SAMPLES][OUTPUTS], ones(), weights, weights, kind, options);
    }

    private static SecondMoments moments(float[][] rows) {
        return new SecondMoments(rows, ones(), OPTIONS);
    }

    private static float[] ones() {
        float[] ones = new float[SAMPLES];
        Arrays.fill(ones, 1);
        return ones;
    }

    private float[][] normal(int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int k = 0; k < columns; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    /** Neighbours share most of what they are. */
    private float[][] correlated(int inputs) {
        float[][] rows = normal(SAMPLES, inputs);
        for (float[] row : rows) {
            for (int k = 1; k < inputs; k++) {
                row[k] = 0.9f * row[k - 1] + 0.4f * row[k];
            }
        }
        return rows;
    }
}
