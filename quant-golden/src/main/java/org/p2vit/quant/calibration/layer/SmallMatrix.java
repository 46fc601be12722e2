// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

/** Arithmetic of small symmetric positive definite matrices. */
final class SmallMatrix {
    private SmallMatrix() {}

    /** By Gauss and Jordan, without pivoting. */
    static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] work = new double[n][];
        for (int i = 0; i < n; i++) {
            work[i] = matrix[i].clone();
        }
        for (int pivot = 0; pivot < n; pivot++) {
            double reciprocal = 1 / work[pivot][pivot];
            work[pivot][pivot] = 1;
            for (int j = 0; j < n; j++) {
                work[pivot][j] *= reciprocal;
            }
            for (int i = 0; i < n; i++) {
                if (i != pivot) {
                    double factor = work[i][pivot];
                    work[i][pivot] = 0;
                    for (int j = 0; j < n; j++) {
                        work[i][j] -= factor * work[pivot][j];
                    }
                }
            }
        }
        return work;
    }

    /** The rows and columns of some indices. */
    static double[][] part(double[][] matrix, int[] indices) {
        double[][] part = new double[indices.length][indices.length];
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < indices.length; j++) {
                part[i][j] = matrix[indices[i]][indices[j]];
            }
        }
        return part;
    }

    static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
