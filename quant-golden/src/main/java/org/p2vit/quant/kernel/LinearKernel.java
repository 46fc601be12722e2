// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/**
 * Accumulators of a linear layer, contract §2: {@code acc[t,o] = Σ_k a[t,k] · w[o,k]}, int32, exact. Weights are int8 or
 * int4 codes, one per byte. Bias, residual and rounding are {@link RequantKernel}'s.
 */
public final class LinearKernel {
    private LinearKernel() {}

    /**
     * @param activations int8 at {@code [t * inputs + k]}
     * @param weights codes at {@code [o * inputs + k]}
     * @return int32 at {@code [t * outputs + o]}
     */
    public static int[] accumulate(byte[] activations, int rows, int inputs, byte[] weights, int outputs) {
        int[] acc = new int[rows * outputs];
        BlockedMatMul.multiply(
                rows,
                inputs,
                outputs,
                (row, from, count, into) -> widen(activations, row * inputs + from, count, into),
                (k, from, into) -> gather(weights, from * inputs + k, inputs, into),
                acc);
        return acc;
    }

    static void widen(byte[] codes, int from, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = codes[from + i];
        }
    }

    /** A column of a row-major matrix. */
    static void gather(byte[] codes, int from, int stride, int[] into) {
        int index = from;
        for (int i = 0; i < into.length; i++) {
            into[i] = codes[index];
            index += stride;
        }
    }
}
