// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import java.util.SplittableRandom;
import org.p2vit.quant.reference.FloatMatMul;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatTensor;

/**
 * A random orthogonal matrix with entries of like size, so that what it mixes has no outlying element: Q = Cᵀ·S·C, C the
 * cosine transform (DCT-II, orthonormal), S random signs, the first +1. Q is symmetric, Q·Q = I, and it leaves a vector of
 * equal elements as it is, so it leaves means alone.
 *
 * <p>By cos a · cos b = ½ cos(a − b) + ½ cos(a + b) its entries are {@code q[i][j] = g(i − j) + g(i + j + 1)} with
 * {@code g(m) = (½ + Σ_k s[k]·cos(π·k·m / n)) / n}, k = 1 … n − 1.
 */
final class IncoherentMatrix {
    private final int size;
    private final FloatMatMul product;

    /** The matrix of a size, 1 or more; the same for the same seed. */
    IncoherentMatrix(int size, long seed) {
        this.size = size;
        SplittableRandom random = new SplittableRandom(seed);
        int[] signs = random.ints(size, 0, 2).map(bit -> 2 * bit - 1).toArray();
        double[] g = new double[2 * size];
        for (int m = 0; m < g.length; m++) {
            double sum = 0.5;
            for (int k = 1; k < size; k++) {
                sum += signs[k] * StrictMath.cos(Math.PI * ((long) k * m % (2L * size)) / size);
            }
            g[m] = sum / size;
        }
        float[] entries = new float[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                entries[i * size + j] = (float) (g[Math.abs(i - j)] + g[i + j + 1]);
            }
        }
        this.product = new FloatMatMul(
                new FloatLinear(FloatTensor.of(entries, size, size), FloatTensor.of(new float[size], size)));
    }

    /** Multiplies vectors that stand one after another. */
    float[] times(float[] vectors) {
        return product.apply(vectors, vectors.length / size);
    }

    /** As {@link #times(float[])}, each vector less its mean. */
    float[] timesCentred(float[] vectors) {
        float[] centred = vectors.clone();
        for (int from = 0; from < centred.length; from += size) {
            double sum = 0;
            for (int i = from; i < from + size; i++) {
                sum += centred[i];
            }
            float mean = (float) (sum / size);
            for (int i = from; i < from + size; i++) {
                centred[i] -= mean;
            }
        }
        return times(centred);
    }
}
