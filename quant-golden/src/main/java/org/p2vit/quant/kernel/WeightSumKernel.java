// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Division of A·V by the sums of the logarithmic weights, contract §5.2: a row's weights sum to 0.67 … 1.47, not to one. The
 * quotient is a product with an entry of table R and a power of two that is left to the rounding shift.
 */
public final class WeightSumKernel {
    private WeightSumKernel() {}

    /**
     * Accumulators over the sums of their rows.
     *
     * @param quotients n at {@code [t * headDim + d]}, 24 bits
     * @param exponents e of each row, 0 or 1
     */
    public record Quotients(int[] quotients, byte[] exponents) {}

    /**
     * Z of each row.
     *
     * @param codes 0 … 15 at {@code [t * tokens + j]}
     */
    public static int[] sums(byte[] codes, int tokens) {
        int[] sums = new int[codes.length / tokens];
        for (int i = 0; i < codes.length; i++) {
            sums[i / tokens] += ShiftMatMulKernel.weight(codes[i]);
        }
        return sums;
    }

    /**
     * n and e of each row.
     *
     * @param acc at {@code [t * headDim + d]}
     * @param sums Z of each row, 2^13 … 2^15 − 1, as rows of §5.1 have it
     */
    public static Quotients divide(int[] acc, int[] sums) {
        int headDim = acc.length / sums.length;
        int[] quotients = new int[acc.length];
        byte[] exponents = new byte[sums.length];
        for (int row = 0; row < sums.length; row++) {
            int exponent = 31 - Integer.numberOfLeadingZeros(sums[row]) - 13;
            long reciprocal = ContractTables.reciprocal((sums[row] >> (5 + exponent)) & 255);
            for (int i = row * headDim; i < (row + 1) * headDim; i++) {
                quotients[i] = (int) FixedPoint.roundShift(acc[i] * reciprocal, NumericContract.QUOTIENT_SHIFT);
            }
            exponents[row] = (byte) exponent;
        }
        return new Quotients(quotients, exponents);
    }
}
