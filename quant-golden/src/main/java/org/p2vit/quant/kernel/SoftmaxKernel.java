// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Softmax with logarithmic output, contract §5.1: code c stands for 2^−c of the greatest weight of the row, 15 for zero. {@link
 * WeightSumKernel} divides by the sum of the weights, so nothing here does.
 */
public final class SoftmaxKernel {
    private SoftmaxKernel() {}

    /**
     * @param logits int8 at {@code [row * columns + j]}
     * @param shift softmaxShift of the head
     * @return codes 0 … 15, shaped as the logits
     */
    public static byte[] codes(byte[] logits, int rows, int columns, int shift) {
        byte[] codes = new byte[rows * columns];
        for (int from = 0; from < codes.length; from += columns) {
            int max = greatest(logits, from, columns);
            for (int i = from; i < from + columns; i++) {
                codes[i] = (byte) Math.min(NumericContract.SOFTMAX_ZERO_CODE, distance(max, logits[i], shift));
            }
        }
        return codes;
    }

    /** How far a logit is below the greatest of its row, in powers of two. */
    static long distance(int max, int logit, int shift) {
        return FixedPoint.roundShift((long) (max - logit) * NumericContract.LOG2_E_Q15, shift);
    }

    /** m, the greatest of the {@code columns} logits from {@code from} on. */
    static int greatest(byte[] logits, int from, int columns) {
        int max = NumericContract.INT8_MIN;
        for (int i = from; i < from + columns; i++) {
            max = Math.max(max, logits[i]);
        }
        return max;
    }
}
