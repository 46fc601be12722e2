// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/** Accumulators of A·V of one head with uniform weights, contract §5.2: {@code acc[t,d] = Σ_j c[t,j] · v[j,d]}. */
public final class UniformMatMulKernel {
    private UniformMatMulKernel() {}

    /**
     * @param codes 0 … 255, a byte without sign, at {@code [t * tokens + j]}
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
                (row, j, count, into) -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = Byte.toUnsignedInt(codes[row * tokens + j + i]);
                    }
                },
                (j, d, into) -> LinearKernel.widen(value, j * dim + from + d, into.length, into),
                acc);
        return acc;
    }
}
