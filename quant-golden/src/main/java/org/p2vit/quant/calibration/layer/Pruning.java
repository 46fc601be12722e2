// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.PruningRule;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.Sparsity;

/** Chooses which weights of each output of a sparse layer stay, and what the kept ones should be before they are rounded. */
final class Pruning {
    private final SecondMoments moments;
    private final float[][] plain;
    private final float[][] scaled;
    private final Sparsity sparsity;
    private final PruningRule rule;
    private final boolean compensated;
    private final GroupPruning groups;

    /**
     * @param plain weights before smoothing: [outputs][inputs]
     * @param scaled weights as the stored inputs need them
     */
    Pruning(SecondMoments moments, float[][] plain, float[][] scaled, Sparsity sparsity, QuantizerOptions options) {
        this.moments = moments;
        this.plain = plain;
        this.scaled = scaled;
        this.sparsity = sparsity;
        this.rule = options.pruning();
        this.compensated = rule == PruningRule.COMPENSATED && options.has(Technique.WEIGHT_COMPENSATION);
        this.groups = rule == PruningRule.COMPENSATED ? new GroupPruning(moments, scaled[0].length, sparsity) : null;
    }

    /** The weights of an output that stay, and what is to be rounded. */
    Target target(int output) {
        float[] weights = scaled[output];
        boolean[] kept =
                switch (rule) {
                    case COMPENSATED -> groups.kept(weights);
                    case WANDA -> greatest(k -> Math.abs(weights[k]) * Math.sqrt(moments.square(k)));
                    case MAGNITUDE -> greatest(k -> Math.abs(plain[output][k]));
                };
        float[] masked = new float[weights.length];
        for (int k = 0; k < masked.length; k++) {
            masked[k] = kept[k] ? weights[k] : 0;
        }
        int[] order = Arrays.stream(moments.order()).filter(k -> kept[k]).toArray();
        double[][] factor = moments.factor(order);
        return compensated
                ? new Target(order, factor, weights, madeUp(order, factor, weights, masked))
                : new Target(order, factor, masked, masked);
    }

    /** The kept weights with which the output errs least: masked + H_KK⁻¹ · (H · pruned)_K. */
    private float[] madeUp(int[] order, double[][] factor, float[] weights, float[] masked) {
        float[] pruned = new float[weights.length];
        for (int k = 0; k < pruned.length; k++) {
            pruned[k] = weights[k] - masked[k];
        }
        float[] missing = moments.times(pruned);
        double[] change = new double[order.length];
        for (int i = 0; i < change.length; i++) {
            double sum = missing[order[i]];
            for (int j = 0; j < i; j++) {
                sum -= factor[i][j] * change[j];
            }
            change[i] = sum / factor[i][i];
        }
        float[] madeUp = masked.clone();
        for (int i = change.length - 1; i >= 0; i--) {
            change[i] /= factor[i][i];
            for (int j = 0; j < i; j++) {
                change[j] -= factor[i][j] * change[i];
            }
            madeUp[order[i]] += (float) change[i];
        }
        return madeUp;
    }

    private boolean[] greatest(IntToDoubleFunction score) {
        int inputs = scaled[0].length;
        boolean[] kept = new boolean[inputs];
        for (int first = 0; first < inputs; first += sparsity.group()) {
            IntStream.range(first, Math.min(first + sparsity.group(), inputs))
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer k) -> -score.applyAsDouble(k)))
                    .limit(sparsity.kept())
                    .forEach(k -> kept[k] = true);
        }
        return kept;
    }

    /**
     * What an output's codes are chosen for.
     *
     * @param order inputs whose weights may be other than 0, by rising second moment
     * @param factor of their second moments, {@link SecondMoments#factor(int[])}
     * @param wanted weights that count, of all inputs
     * @param ideal weights without rounding, 0 at inputs that are not in {@code order}
     */
    record Target(int[] order, double[][] factor, float[] wanted, float[] ideal) {}
}
