// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

/** Sums from which the ratio of two totals and its spread follow; their size does not depend on the number of cases. */
final class RatioSums {
    private long cases;
    private double signal;
    private double noise;
    private double signalSquares;
    private double noiseSquares;
    private double products;

    void add(double caseSignal, double caseNoise) {
        cases++;
        signal += caseSignal;
        noise += caseNoise;
        signalSquares += caseSignal * caseSignal;
        noiseSquares += caseNoise * caseNoise;
        products += caseSignal * caseNoise;
    }

    long cases() {
        return cases;
    }

    double noise() {
        return noise;
    }

    double ratio() {
        return signal / noise;
    }

    /** Standard deviation of ln(Σ signal / Σ noise): var(s)/s̄² + var(n)/n̄² − 2 cov(s, n)/(s̄ n̄), over the cases. */
    double deviationOfLogarithm() {
        double signalMean = signal / cases;
        double noiseMean = noise / cases;
        double relative = variance(signalSquares, signalMean, signalMean) / (signalMean * signalMean)
                + variance(noiseSquares, noiseMean, noiseMean) / (noiseMean * noiseMean)
                - 2 * variance(products, signalMean, noiseMean) / (signalMean * noiseMean);
        return Math.sqrt(Math.max(0, relative) / cases);
    }

    private double variance(double sum, double mean, double otherMean) {
        return (sum - cases * mean * otherMean) / (cases - 1);
    }
}
