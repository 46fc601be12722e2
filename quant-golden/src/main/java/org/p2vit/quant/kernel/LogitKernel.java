// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/** Accumulators of the attention logits of one head, contract §4: {@code acc[t,j] = Σ_d q[t,d] · k[j,d]}. */
public final class LogitKernel {
    private LogitKernel() {}

    /**
     * @param query int8 at {@code [t * dim + c]}, heads one after another
     * @param key likewise
     * @param from first channel of the head
     * @return int32 at {@code [t * tokens + j]}
     */
    public static int[] accumulate(byte[] query, byte[] key, int tokens, int dim, int from, int headDim) {
        int[] acc = new int[tokens * tokens];
        BlockedMatMul.multiply(
                tokens,
                headDim,
                tokens,
                (row, d, count, into) -> LinearKernel.widen(query, row * dim + from + d, count, into),
                (d, token, into) -> LinearKernel.gather(key, token * dim + from + d, dim, into),
                acc);
        return acc;
    }
}
