// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Optional;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.LayerKind;

/**
 * Chooses the codes of a layer's weights by the squared error of the layer's output on sample rows, apart from a constant
 * per output that the bias takes.
 */
final class WeightChooser {
    private final SecondMoments moments;
    private final float[][] scaled;
    private final double[] targetMean;
    private final int bits;
    private final Optional<Pruning> pruning;
    private final QuantizerOptions options;

    /**
     * @param rows stored values of the inputs: [samples][inputs]
     * @param targets what products and bias should give: [samples][outputs]
     * @param weights one per sample
     * @param plain float weights before smoothing: [outputs][inputs]
     * @param scaled float weights as the inputs need them: [outputs][inputs]
     */
    WeightChooser(
            float[][] rows,
            float[][] targets,
            float[] weights,
            float[][] plain,
            float[][] scaled,
            LayerKind kind,
            QuantizerOptions options) {
        this.moments = new SecondMoments(rows, weights, options);
        this.targetMean = SecondMoments.mean(targets, weights);
        this.scaled = scaled;
        this.bits = kind.weightBits();
        this.options = options;
        this.pruning = kind.isDense()
                ? Optional.empty()
                : Optional.of(new Pruning(moments, plain, scaled, kind.sparsity(), options));
    }

    int outputs() {
        return scaled.length;
    }

    /** Float weights of an output as the inputs need them. */
    float[] scaled(int output) {
        return scaled[output];
    }

    /** Codes of an output with the least error among the given exponents. */
    WeightRow choose(int output, int[] exponents) {
        WeightRow best = null;
        double least = Double.POSITIVE_INFINITY;
        Pruning.Target target = target(output);
        for (int exponent : exponents) {
            WeightRow row = round(output, target, exponent);
            double error = error(output, row);
            if (error < least) {
                least = error;
                best = row;
            }
        }
        return best;
    }

    /** Codes of an output at an exponent. */
    WeightRow round(int output, int exponent) {
        return round(output, target(output), exponent);
    }

    private Pruning.Target target(int output) {
        return pruning.map(rule -> rule.target(output))
                .orElseGet(() -> new Pruning.Target(moments.order(), moments.factor(), scaled[output], scaled[output]));
    }

    private WeightRow round(int output, Pruning.Target target, int exponent) {
        WeightRow plain = WeightRow.of(target.ideal(), exponent, bits);
        if (!options.has(Technique.WEIGHT_COMPENSATION)) {
            return plain;
        }
        CompensatedRounding compensation = new CompensatedRounding(moments, target, bits);
        WeightRow row = compensation.improved(compensation.round(exponent));
        return error(output, row) <= error(output, plain) ? row : plain;
    }

    /** Squared error of an output, apart from a constant. */
    double error(int output, WeightRow row) {
        float[] missing = row.difference(scaled[output]);
        float[] products = moments.times(missing);
        double error = 0;
        for (int k = 0; k < missing.length; k++) {
            error += (double) missing[k] * products[k];
        }
        return error;
    }

    /** Bias with which the mean output is the mean target. */
    double bias(int output, float[] values) {
        double bias = targetMean[output];
        for (int k = 0; k < values.length; k++) {
            bias -= values[k] * moments.mean(k);
        }
        return bias;
    }
}
