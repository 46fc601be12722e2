// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.ColumnSums;
import org.p2vit.quant.calibration.statistics.RoundingErrors;

/**
 * Chooses how the input of a linear layer is stored: the exponent and, behind a LayerNorm, power-of-two smoothing
 * between input and weights. The choice with the least error of the layer's output on sample rows wins, weights being
 * quantized as well; a constant error does not count, the bias takes it.
 */
public final class InputChooser {
    /** Strengths of smoothing: 0 would make columns of weights equal, 1 makes channels of the input equal. */
    private static final double[] STRENGTHS = {0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1};

    private static final int GREATEST_SMOOTHING = 6;

    private final InputRows rows;
    private final InputRows some;
    private final FloatRows layer;
    private final int bits;
    private final QuantizerOptions options;
    private final float[][] exactColumns;

    private InputChooser(InputRows rows, FloatRows layer, int bits, QuantizerOptions options) {
        this.rows = rows;
        this.some = rows.some();
        this.layer = layer;
        this.bits = bits;
        this.options = options;
        this.exactColumns = new float[rows.inputs()][some.exact().size()];
        for (int k = 0; k < exactColumns.length; k++) {
            for (int s = 0; s < exactColumns[k].length; s++) {
                exactColumns[k][s] = some.exact().get(s)[k];
            }
        }
    }

    /** One exponent for all channels. */
    public static LayerInput uniform(InputRows rows, FloatRows layer, int bits, QuantizerOptions options) {
        InputChooser chooser = new InputChooser(rows, layer, bits, options);
        return chooser.best(chooser.around(new int[rows.inputs()]));
    }

    /** One exponent and a smoothing factor per channel. */
    public static LayerInput smoothed(InputRows rows, FloatRows layer, int bits, QuantizerOptions options) {
        InputChooser chooser = new InputChooser(rows, layer, bits, options);
        List<Coding> candidates = new ArrayList<>(chooser.around(new int[rows.inputs()]));
        if (options.has(Technique.SMOOTHING)) {
            for (double strength : STRENGTHS) {
                candidates.addAll(chooser.around(chooser.smoothing(strength)));
            }
        }
        return chooser.best(candidates);
    }

    private LayerInput best(List<Coding> candidates) {
        Coding best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Coding candidate : candidates) {
            double error = outputError(LayerInput.of(some, candidate));
            if (error < least) {
                least = error;
                best = candidate;
            }
        }
        return LayerInput.of(rows, best);
    }

    /** Codings with the exponent that suits the input best and, if adaptive, its neighbours. */
    private List<Coding> around(int[] smoothing) {
        int centre = inputErrors(smoothing).exponent(0, options.rounding());
        if (options.rounding() != ScaleRounding.ADAPTIVE) {
            return List.of(new Coding(centre, smoothing));
        }
        return List.of(
                new Coding(centre, smoothing), new Coding(centre - 1, smoothing), new Coding(centre + 1, smoothing));
    }

    private double outputError(LayerInput input) {
        double error = 0;
        for (float[] weights : layer.weights()) {
            float[] sums = new float[exactColumns[0].length];
            ColumnSums.add(sums, exactColumns, weights, 1);
            ColumnSums.add(
                    sums,
                    input.columns(),
                    WeightRow.nearest(input.scaled(weights), bits).values(),
                    -1);
            error += ColumnSums.deviations(sums);
        }
        return error;
    }

    private RoundingErrors inputErrors(int[] smoothing) {
        RoundingErrors errors = new RoundingErrors(1);
        float[] values = new float[smoothing.length];
        for (float[] row : some.seen()) {
            for (int k = 0; k < values.length; k++) {
                values[k] = Math.scalb(row[k], -smoothing[k]);
            }
            errors.add(0, values, 0, 1, values.length);
        }
        return errors;
    }

    /** log2 of (max|X_k|^a / max|W_k|^(1−a)), rounded, around its median. */
    private int[] smoothing(double strength) {
        float[] input = rows.greatest();
        double[] exact = new double[input.length];
        for (int k = 0; k < exact.length; k++) {
            float weight = 0;
            for (float[] row : layer.weights()) {
                weight = Math.max(weight, Math.abs(row[k]));
            }
            exact[k] = strength * log2(input[k]) - (1 - strength) * log2(weight);
        }
        double[] sorted = exact.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        return Arrays.stream(exact)
                .mapToInt(value -> (int) Math.rint(value - median))
                .map(value -> Math.max(-GREATEST_SMOOTHING, Math.min(GREATEST_SMOOTHING, value)))
                .toArray();
    }

    private static double log2(double x) {
        return StrictMath.log(Math.max(x, Float.MIN_NORMAL)) / StrictMath.log(2);
    }
}
