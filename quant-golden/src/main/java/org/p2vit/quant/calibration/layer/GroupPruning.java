// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.quant.model.Sparsity;

/**
 * Chooses the weights that a sparse layer keeps, as SparseGPT does (arXiv 2301.00774): group after group, those with large
 * inputs first, the weights of a group are pruned whose loss costs the output least when all weights not yet decided make up
 * for it. All selections of a group are compared, each with its exact cost: for pruned weights t and the inverse C of the
 * second moments of what is not yet decided, t·(C_PP)⁻¹·t.
 */
final class GroupPruning {
    private final int[] order;
    private final double[][] factor;
    private final Group[] groups;

    /**
     * A group at its positions in the order.
     *
     * @param costs of each selection: (C_PP)⁻¹
     * @param inverse C
     */
    private record Group(int first, int last, List<int[]> selections, double[][][] costs, double[][] inverse) {}

    GroupPruning(SecondMoments moments, int inputs, Sparsity sparsity) {
        int size = sparsity.group();
        int count = (inputs + size - 1) / size;
        int[] rising = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(group -> trace(moments, group, size, inputs)))
                .mapToInt(group -> group)
                .toArray();
        this.order = Arrays.stream(rising)
                .flatMap(group -> IntStream.range(group * size, Math.min(inputs, (group + 1) * size)))
                .toArray();
        this.factor = moments.factor(order);
        this.groups = new Group[count];
        int first = 0;
        for (int g = 0; g < count; g++) {
            int length = Math.min(size, inputs - rising[g] * size);
            groups[g] = group(first, first + length, Math.max(0, length - sparsity.kept()));
            first += length;
        }
    }

    private static double trace(SecondMoments moments, int group, int size, int inputs) {
        double trace = 0;
        for (int k = group * size; k < Math.min(inputs, (group + 1) * size); k++) {
            trace += moments.products(k)[k];
        }
        return trace;
    }

    private Group group(int first, int last, int pruned) {
        int length = last - first;
        double[][] remaining = new double[length][length];
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                for (int k = 0; k <= Math.min(i, j); k++) {
                    remaining[i][j] += factor[first + i][first + k] * factor[first + j][first + k];
                }
            }
        }
        double[][] inverse = SmallMatrix.inverse(remaining);
        List<int[]> selections = IntStream.range(0, 1 << length)
                .filter(bits -> Integer.bitCount(bits) == pruned)
                .mapToObj(bits -> IntStream.range(0, length)
                        .filter(i -> (bits >> i & 1) != 0)
                        .toArray())
                .toList();
        double[][][] costs = selections.stream()
                .map(selection -> SmallMatrix.inverse(SmallMatrix.part(inverse, selection)))
                .toArray(double[][][]::new);
        return new Group(first, last, selections, costs, inverse);
    }

    /** Whether each weight of an output is kept. */
    boolean[] kept(float[] weights) {
        boolean[] kept = new boolean[weights.length];
        Arrays.fill(kept, true);
        double[] pending = new double[weights.length];
        for (int g = groups.length - 1; g >= 0; g--) {
            Group group = groups[g];
            double[] error = shift(group, pending);
            double[] wanted = new double[error.length];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = weights[order[group.first + i]] + error[i];
            }
            int best = cheapest(group, wanted);
            int[] pruned = group.selections.get(best);
            for (int p : pruned) {
                kept[order[group.first + p]] = false;
            }
            addLoss(group, best, wanted, error);
            for (int i = 0; i < error.length; i++) {
                double[] row = factor[group.first + i];
                for (int j = 0; j < group.first; j++) {
                    pending[j] += row[j] * error[i];
                }
            }
        }
        return kept;
    }

    /** What the group's weights change by to make up for those decided before: −L⁻ᵀ · pending. */
    private double[] shift(Group group, double[] pending) {
        double[] shift = new double[group.last - group.first];
        for (int j = shift.length - 1; j >= 0; j--) {
            double sum = -pending[group.first + j];
            for (int i = j + 1; i < shift.length; i++) {
                sum -= factor[group.first + i][group.first + j] * shift[i];
            }
            shift[j] = sum / factor[group.first + j][group.first + j];
        }
        return shift;
    }

    private static int cheapest(Group group, double[] wanted) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int s = 0; s < group.costs.length; s++) {
            int[] pruned = group.selections.get(s);
            double[] lost = Arrays.stream(pruned).mapToDouble(p -> wanted[p]).toArray();
            double cost = SmallMatrix.dot(lost, SmallMatrix.times(group.costs[s], lost));
            if (cost < least) {
                least = cost;
                best = s;
            }
        }
        return best;
    }

    /** Adds to the changes of the group's weights what pruning takes away, and how the kept ones make up for it. */
    private static void addLoss(Group group, int selection, double[] wanted, double[] error) {
        int[] pruned = group.selections.get(selection);
        double[] lost = Arrays.stream(pruned).mapToDouble(p -> wanted[p]).toArray();
        double[] force = SmallMatrix.times(group.costs[selection], lost);
        for (int i = 0; i < error.length; i++) {
            for (int p = 0; p < pruned.length; p++) {
                error[i] -= group.inverse[i][pruned[p]] * force[p];
            }
        }
    }
}
