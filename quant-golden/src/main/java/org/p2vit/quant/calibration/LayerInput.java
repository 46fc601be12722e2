// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.List;

/**
 * Sample rows of the input of a linear layer, as float and as the quantized network will see them.
 *
 * @param exponent of the codes
 * @param columns quantized values by input and sample: [inputs][samples]
 * @param meanChange per input, mean of the quantized values minus mean of the float values
 */
record LayerInput(int exponent, float[][] columns, double[] mean, double[] meanChange) {
    static LayerInput of(List<float[]> rows, int exponent) {
        int inputs = rows.get(0).length;
        float[][] columns = new float[inputs][rows.size()];
        double[] mean = new double[inputs];
        double[] meanChange = new double[inputs];
        for (int s = 0; s < rows.size(); s++) {
            float[] row = rows.get(s);
            for (int k = 0; k < inputs; k++) {
                double scaled = Math.floor(Math.scalb((double) row[k], -exponent) + 0.5);
                columns[k][s] = (float) Math.scalb(Math.max(-128, Math.min(127, scaled)), exponent);
                mean[k] += row[k] / (double) rows.size();
                meanChange[k] += (columns[k][s] - row[k]) / (double) rows.size();
            }
        }
        return new LayerInput(exponent, columns, mean, meanChange);
    }

    /** Σ over samples of (Σ_k difference[k] · x[k])², the error of an output whose weights differ so. */
    double outputError(float[] difference) {
        float[] sums = new float[columns[0].length];
        int k = 0;
        for (; k + 4 <= columns.length; k += 4) {
            addFour(
                    sums,
                    columns[k],
                    columns[k + 1],
                    columns[k + 2],
                    columns[k + 3],
                    difference[k],
                    difference[k + 1],
                    difference[k + 2],
                    difference[k + 3]);
        }
        for (; k < columns.length; k++) {
            addFour(sums, columns[k], columns[k], columns[k], columns[k], difference[k], 0, 0, 0);
        }
        double error = 0;
        for (float sum : sums) {
            error += (double) sum * sum;
        }
        return error;
    }

    /** Separate arrays and one index: the shape of loop that becomes vector code. */
    private static void addFour(
            float[] sums, float[] c0, float[] c1, float[] c2, float[] c3, float d0, float d1, float d2, float d3) {
        for (int s = 0; s < sums.length; s++) {
            sums[s] += (d0 * c0[s] + d1 * c1[s]) + (d2 * c2[s] + d3 * c3[s]);
        }
    }
}
