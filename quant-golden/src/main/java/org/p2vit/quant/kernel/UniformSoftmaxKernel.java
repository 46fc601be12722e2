// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/** Softmax with uniform output, contract §5.3: code c of a row with scale a stands for c·2^−(7+a). No division. */
public final class UniformSoftmaxKernel {
    private UniformSoftmaxKernel() {}

    /**
     * @param codes 0 … 127, shaped as the logits
     * @param scales a, 0 … 9, one per row
     */
    public record Rows(byte[] codes, byte[] scales) {}

    /**
     * @param logits int8 at {@code [row * columns + j]}
     * @param shift softmaxShift of the head
     */
    public static Rows rows(byte[] logits, int rows, int columns, int shift) {
        byte[] codes = new byte[rows * columns];
        byte[] scales = new byte[rows];
        SoftmaxRow row = new SoftmaxRow(columns);
        for (int r = 0; r < rows; r++) {
            row.load(logits, r * columns, shift);
            scales[r] = (byte) row.sumExponent();
            int reciprocal = ContractTables.reciprocal(row.sumFraction());
            for (int j = 0; j < columns; j++) {
                long code = FixedPoint.roundShift((long) row.power(j) * reciprocal, NumericContract.UNIFORM_SHIFT);
                codes[r * columns + j] = (byte) Math.min(NumericContract.INT8_MAX, code);
            }
        }
        return new Rows(codes, scales);
    }
}
