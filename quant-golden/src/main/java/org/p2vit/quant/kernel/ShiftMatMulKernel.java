// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Accumulators of A·V of one head, contract §5.2: {@code acc[t,d] = Σ_j (c[t,j] = 15 ? 0 : v[j,d] << (14 − c[t,j]))}. The
 * shift is done as the equal product with a power of two. {@link WeightSumKernel} divides them.
 */
public final class ShiftMatMulKernel {
    private ShiftMatMulKernel() {}

    /**
     * @param codes 0 … 15 at {@code [t * tokens + j]}
     * @param value int8 at {@code [j * dim + c]}, heads one after another
     * @param from first channel of the head
     * @return int32 at {@code [t * headDim + d]}
     */
    public static int[] accumulate(byte[] codes, byte[] value, int tokens, int dim, int from, int headDim) {
        int rows = codes.length / tokens;
        int[] acc = new int[rows * headDim];
        BlockedMatMul.multiply(
                rows,
                tokens,
                headDim,
                (row, j, count, into) -> weights(codes, row * tokens + j, count, into),
                (j, d, into) -> LinearKernel.widen(value, j * dim + from + d, into.length, into),
                acc);
        return acc;
    }

    private static void weights(byte[] codes, int from, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = weight(codes[from + i]);
        }
    }

    /** What a code stands for, times 2^14. */
    static int weight(int code) {
        return code == NumericContract.SOFTMAX_ZERO_CODE ? 0 : 1 << (NumericContract.WEIGHT_FRACTION_BITS - code);
    }
}
