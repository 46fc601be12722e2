// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A measured figure and its 95 % confidence interval.
 *
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double value, double low, double high) implements Serializable {
    private static final double LEVEL = 0.95;
    private static final double DECIBELS_PER_NEPER = 10 / Math.log(10);

    /** A share of independent cases; Wilson's score interval. */
    static Estimate proportion(long successes, long trials) {
        ConfidenceInterval interval =
                new WilsonScoreInterval().createInterval(Math.toIntExact(trials), Math.toIntExact(successes), LEVEL);
        double share = (double) successes / trials;
        return new Estimate(
                share, Math.min(share, interval.getLowerBound()), Math.max(share, interval.getUpperBound()));
    }

    /**
     * Difference of two shares of the same cases, second less first; Bonett and Price's adjusted Wald interval for paired
     * proportions (2012).
     *
     * @param onlyFirst cases that succeeded only the first time
     * @param onlySecond cases that succeeded only the second time
     */
    static Estimate pairedDifference(long onlyFirst, long onlySecond, long trials) {
        double first = (onlyFirst + 1.0) / (trials + 2.0);
        double second = (onlySecond + 1.0) / (trials + 2.0);
        double centre = second - first;
        double deviation = Math.sqrt((first + second - centre * centre) / (trials + 2.0));
        double z = new NormalDistribution().inverseCumulativeProbability((1 + LEVEL) / 2);
        double difference = (double) (onlySecond - onlyFirst) / trials;
        return new Estimate(difference, Math.max(-1, centre - z * deviation), Math.min(1, centre + z * deviation));
    }

    /**
     * A ratio of sums in decibels, each case giving one term of either sum; Student's interval of the logarithm of the
     * ratio, its variance by the delta method. Of one case the interval is the value.
     */
    static Estimate decibels(RatioSums sums) {
        double value = 10 * Math.log10(sums.ratio());
        if (sums.cases() < 2) {
            return new Estimate(value, value, value);
        }
        double t = new TDistribution(sums.cases() - 1.0).inverseCumulativeProbability((1 + LEVEL) / 2);
        double half = t * sums.deviationOfLogarithm() * DECIBELS_PER_NEPER;
        return new Estimate(value, value - half, value + half);
    }
}
