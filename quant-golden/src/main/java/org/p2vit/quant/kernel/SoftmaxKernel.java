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
        int[] distance = new int[columns];
        for (int row = 0; row < rows; row++) {
            row(logits, row * columns, shift, distance, codes);
        }
        return codes;
    }

    private static void row(byte[] logits, int from, int shift, int[] distance, byte[] codes) {
        int columns = distance.length;
        int max = NumericContract.INT8_MIN;
        for (int j = 0; j < columns; j++) {
            max = Math.max(max, logits[from + j]);
        }
        int sum = 0;
        for (int j = 0; j < columns; j++) {
            long exact = (long) (max - logits[from + j]) * NumericContract.LOG2_E_Q15;
            int t = (int) Math.min(NumericContract.SOFTMAX_MAX_T, FixedPoint.roundShift(exact, shift));
            distance[j] = t;
            sum += ContractTables.exponential(t & 255) >> (t >> NumericContract.SOFTMAX_FRACTION_BITS);
        }
        int log = logarithm(sum);
        for (int j = 0; j < columns; j++) {
            long code = FixedPoint.roundShift(distance[j] + log, NumericContract.SOFTMAX_FRACTION_BITS);
            codes[from + j] = (byte) Math.min(NumericContract.SOFTMAX_ZERO_CODE, code);
        }
    }

    /** L: log2(sum / 2^15) with 8 fraction bits. */
    private static int logarithm(int sum) {
        int a = 31 - Integer.numberOfLeadingZeros(sum) - 15;
        return 256 * a + ContractTables.logarithm((sum >> (a + 7)) & 255);
    }
}
