// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Softmax with uniform output, contract §5.3: code c stands for c/127 of the greatest weight of the row. {@link WeightSumKernel}
 * divides by the sum of the weights.
 */
public final class UniformSoftmaxKernel {
    private UniformSoftmaxKernel() {}

    /**
     * @param logits int8 at {@code [row * columns + j]}
     * @param shift softmaxShift of the head
     * @return codes 0 … 127, shaped as the logits
     */
    public static byte[] codes(byte[] logits, int rows, int columns, int shift) {
        byte[] codes = new byte[rows * columns];
        for (int from = 0; from < codes.length; from += columns) {
            int max = SoftmaxKernel.greatest(logits, from, columns);
            for (int i = from; i < from + columns; i++) {
                int t = (int) Math.min(NumericContract.UNIFORM_MAX_T, SoftmaxKernel.distance(max, logits[i], shift));
                int power = ContractTables.exponential(t & 255) >> (t >> NumericContract.UNIFORM_DISTANCE_BITS);
                codes[i] = (byte)
                        FixedPoint.roundShift((long) power * NumericContract.INT8_MAX, NumericContract.UNIFORM_SHIFT);
            }
        }
        return codes;
    }
}
