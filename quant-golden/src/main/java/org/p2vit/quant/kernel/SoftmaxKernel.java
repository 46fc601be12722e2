// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/** Softmax with logarithmic output, contract §5.1: code c stands for the weight 2^−c, 15 for zero. No division. */
public final class SoftmaxKernel {
    private SoftmaxKernel() {}

    /**
     * @param logits int8 at {@code [row * columns + j]}
     * @param shift softmaxShift of the head
     * @return codes 0 … 15, shaped as the logits
     */
    public static byte[] codes(byte[] logits, int rows, int columns, int shift) {
        byte[] codes = new byte[rows * columns];
        SoftmaxRow row = new SoftmaxRow(columns);
        for (int from = 0; from < codes.length; from += columns) {
            row.load(logits, from, shift);
            int log = 256 * row.sumExponent() + ContractTables.logarithm(row.sumFraction());
            for (int j = 0; j < columns; j++) {
                long code = FixedPoint.roundShift(row.distance(j) + log, NumericContract.SOFTMAX_FRACTION_BITS);
                codes[from + j] = (byte) Math.min(NumericContract.SOFTMAX_ZERO_CODE, code);
            }
        }
        return codes;
    }
}
