// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.area;

import java.util.List;

/** Numbers of at least 0 that come nearest to measured sums: the least sum of squared errors. */
final class LeastSquares {
    private static final int ROUNDS = 50_000;
    private static final double LEAST_CHANGE = 1e-9;

    private LeastSquares() {}

    /**
     * One coordinate at a time goes to its best value, until none moves.
     *
     * @param rows factors of each equation, all as long
     * @param sums what each equation should give
     */
    static double[] nonNegative(List<double[]> rows, double[] sums) {
        int unknowns = rows.get(0).length;
        double[] found = new double[unknowns];
        double[] errors = sums.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double moved = 0;
            for (int j = 0; j < unknowns; j++) {
                double along = 0;
                double square = 0;
                for (int i = 0; i < errors.length; i++) {
                    double factor = rows.get(i)[j];
                    along += factor * errors[i];
                    square += factor * factor;
                }
                double next = square == 0 ? 0 : Math.max(0, found[j] + along / square);
                double step = next - found[j];
                for (int i = 0; i < errors.length; i++) {
                    errors[i] -= step * rows.get(i)[j];
                }
                found[j] = next;
                moved = Math.max(moved, Math.abs(step));
            }
            if (moved < LEAST_CHANGE) {
                break;
            }
        }
        return found;
    }
}
