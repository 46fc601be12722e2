// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.Locale;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * The epsilon of a LayerNorm has no place in the integer network. Contract §3 shows that leaving it out changes nothing that
 * counts where the variance of a token is 256 times as large or more; a network with smaller ones is refused.
 */
public final class EpsilonBound {
    private static final double FACTOR = 1 << NumericContract.EPSILON_MARGIN_BITS;

    private EpsilonBound() {}

    /**
     * The least variance of the rows of a tensor, those aside that have one value throughout: their normalized values are 0
     * with any epsilon.
     *
     * @param data [rows x columns] and maybe more rows
     */
    static double leastVariance(float[] data, int rows, int columns) {
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += data[row * columns + c];
            }
            double mean = sum / columns;
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                double distance = data[row * columns + c] - mean;
                squares += distance * distance;
            }
            if (squares > 0) {
                least = Math.min(least, squares / columns);
            }
        }
        return least;
    }

    /** @throws InvalidInputException if a LayerNorm with this epsilon reads a row of too small a variance */
    public static void require(String tensor, double leastVariance, double epsilon) {
        if (epsilon * FACTOR > leastVariance) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "The LayerNorm behind %s adds its epsilon of %.3g to variances as small as %.3g; the integer network"
                            + " leaves the epsilon out, which it may up to 1/%.0f of the variance, here %.3g."
                            + " Train with a smaller epsilon or a larger residual stream.",
                    tensor,
                    epsilon,
                    leastVariance,
                    FACTOR,
                    leastVariance / FACTOR));
        }
    }
}
