// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.ShiftMatMulKernel;
import org.p2vit.quant.kernel.SoftmaxKernel;
import org.p2vit.quant.kernel.UniformMatMulKernel;
import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.quant.model.AttentionCoding;

/** Attention weights as codes and what is made with them, contract §5: the kernels of one coding. */
record CodedWeights(AttentionCoding coding) {
    private boolean uniform() {
        return coding == AttentionCoding.UNIFORM;
    }

    /** Of logits [rows × keys], codes [rows × keys]. */
    byte[] codes(byte[] logits, int rows, int keys, int constantTokens, int shift) {
        return uniform()
                ? UniformSoftmaxKernel.codes(logits, rows, keys, constantTokens, shift)
                : SoftmaxKernel.codes(logits, rows, keys, shift);
    }

    /** Of codes [rows × keys], sums [rows]. */
    int[] sums(byte[] codes, int keys) {
        return uniform() ? WeightSumKernel.uniform(codes, keys) : WeightSumKernel.logarithmic(codes, keys);
    }

    /** A·V of the columns {@code from} … {@code from + columns − 1} of values [keys × dim], [rows × columns]. */
    int[] accumulate(byte[] codes, byte[] values, int keys, int dim, int from, int columns) {
        return uniform()
                ? UniformMatMulKernel.accumulate(codes, values, keys, dim, from, columns)
                : ShiftMatMulKernel.accumulate(codes, values, keys, dim, from, columns);
    }

    /** A·V by the sums of its rows, as int8 codes. */
    static byte[] output(int[] acc, int[] sums, int shift) {
        return RequantKernel.requantize(WeightSumKernel.divide(acc, sums), shift);
    }
}
