// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/**
 * Softmax with uniform output, contract §5.3: code c stands for c/255 of the greatest weight of the row. What lies between two codes
 * goes to the upper one for some keys and to the lower one for others, so that many small weights keep their share. {@link WeightSumKernel} divides by the sum of the weights.
 */
public final class UniformSoftmaxKernel {
    private UniformSoftmaxKernel() {}

    /**
     * @param logits int8 at {@code [row * columns + j]}
     * @param constant how many keys, the first ones, are no patches
     * @param shift softmaxShift of the head
     * @return codes 0 … 255, bytes without sign, shaped as the logits
     */
    public static byte[] codes(byte[] logits, int rows, int columns, int constant, int shift) {
        byte[] codes = new byte[rows * columns];
        for (int from = 0; from < codes.length; from += columns) {
            int max = SoftmaxKernel.greatest(logits, from, columns);
            for (int j = 0; j < columns; j++) {
                int t = (int)
                        Math.min(NumericContract.UNIFORM_MAX_T, SoftmaxKernel.distance(max, logits[from + j], shift));
                int power = ContractTables.exponential(t & 255) >> (t >> NumericContract.UNIFORM_DISTANCE_BITS);
                int exact = power * NumericContract.UNIFORM_MAX;
                codes[from + j] = (byte) ((exact + dither(j, columns, constant)) >> NumericContract.UNIFORM_SHIFT);
            }
        }
        return codes;
    }

    /**
     * θ of key {@code j} of {@code columns} with 15 fraction bits: odd sixteenths of a code, in the order of van der Corput, the
     * patches being the first keys and the {@code constant} tokens the last.
     */
    public static int dither(int j, int columns, int constant) {
        int position = j < constant ? j + columns - constant : j - constant;
        int eighth = Integer.reverse(position) >>> Integer.SIZE - 3;
        return 2 * eighth + 1 << NumericContract.UNIFORM_SHIFT - 4;
    }
}
