// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTests {
    private static final long SEED = 11;
    private static final double Z = 1.959964;

    /** The ends of Wilson's interval are the shares from which the observed one is z standard errors away. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"0, 1", "1, 1", "0, 300", "291, 300", "300, 300", "150, 300", "9700, 10000"})
    void proportionSolvesWilsonsEquation(int successes, int trials) {
        Estimate estimate = Estimate.proportion(successes, trials);
        assertThat(estimate.value()).isEqualTo((double) successes / trials);
        for (double end : new double[] {estimate.low(), estimate.high()}) {
            double distance = Math.abs(estimate.value() - end);
            assertThat(distance).isCloseTo(Z * Math.sqrt(end * (1 - end) / trials), within(1e-6));
        }
        assertThat(estimate.low()).isLessThanOrEqualTo(estimate.value());
        assertThat(estimate.high()).isGreaterThanOrEqualTo(estimate.value());
    }

    @Test
    void pairedDifferenceIsAntisymmetricAndNarrowsWithAgreement() {
        Estimate estimate = Estimate.pairedDifference(9, 3, 300);
        Estimate other = Estimate.pairedDifference(3, 9, 300);
        assertThat(estimate.value()).isEqualTo(-0.02, within(1e-12));
        assertThat(estimate.low()).isEqualTo(-other.high(), within(1e-12));
        assertThat(estimate.low()).isLessThan(estimate.value());
        Estimate same = Estimate.pairedDifference(0, 0, 300);
        assertThat(same.value()).isZero();
        assertThat(same.high()).isPositive().isLessThan(estimate.high() - estimate.low());
    }

    /** Ratios of sums whose true value is known, drawn many times: nineteen of twenty intervals must hold it. */
    @Test
    void decibelsCoverTheTruth() {
        Random random = new Random(SEED);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            RatioSums sums = new RatioSums();
            for (int i = 0; i < 100; i++) {
                double signal = 100 * (1 + 0.3 * random.nextGaussian());
                sums.add(signal, 0.05 * signal + 5 * random.nextDouble());
            }
            Estimate estimate = Estimate.decibels(sums);
            double truth = 10 * Math.log10(100 / 7.5);
            covered += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }
        assertThat(covered).as("seed %d", SEED).isBetween(920, 975);
    }

    @Test
    void oneCaseHasNoSpread() {
        RatioSums sums = new RatioSums();
        sums.add(1000, 10);
        assertThat(Estimate.decibels(sums)).isEqualTo(new Estimate(20, 20, 20));
    }
}
