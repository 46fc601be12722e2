// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Division of A·V by the sums of the coded weights, contract §5.2. The quotient is a product with an entry of table R; the
 * power of two of the sum is taken from the accumulator before.
 */
public final class WeightSumKernel {
    private WeightSumKernel() {}

    /**
     * Z of each row with logarithmic weights.
     *
     * @param codes 0 … 15 at {@code [t * tokens + j]}
     */
    public static int[] logarithmic(byte[] codes, int tokens) {
        int[] sums = new int[codes.length / tokens];
        for (int i = 0; i < codes.length; i++) {
            sums[i / tokens] += ShiftMatMulKernel.weight(codes[i]);
        }
        return sums;
    }

    /**
     * Z of each row with uniform weights.
     *
     * @param codes 0 … 255, a byte without sign, at {@code [t * tokens + j]}
     */
    public static int[] uniform(byte[] codes, int tokens) {
        int[] sums = new int[codes.length / tokens];
        for (int i = 0; i < codes.length; i++) {
            sums[i / tokens] += Byte.toUnsignedInt(codes[i]);
        }
        return sums;
    }

    /**
     * n, accumulators over the sums of their rows with {@value NumericContract#QUOTIENT_FRACTION_BITS} fraction bits.
     *
     * @param acc at {@code [t * headDim + d]}
     * @param sums Z of each row, 1 … 2^24 − 1, with |acc| ≤ 128·Z
     * @return 24 bits, shaped as acc
     */
    public static int[] divide(int[] acc, int[] sums) {
        int headDim = acc.length / sums.length;
        int[] quotients = new int[acc.length];
        for (int row = 0; row < sums.length; row++) {
            int exponent = 31 - Integer.numberOfLeadingZeros(sums[row]);
            long reciprocal = ContractTables.reciprocal((int) (((long) sums[row] << 8) >> exponent) & 255);
            for (int i = row * headDim; i < (row + 1) * headDim; i++) {
                long scaled = ((long) acc[i] << 14) >> exponent;
                quotients[i] = (int) FixedPoint.roundShift(scaled * reciprocal, NumericContract.QUOTIENT_SHIFT);
            }
        }
        return quotients;
    }
}
