// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/**
 * A 4-bit stand-in for an 8-bit layer, made from its codes alone: each output's weights lose d bits, d being the choice
 * with the least error of the weights, and bias and shift follow. Quicker and somewhat worse than what the quantizer makes
 * of the float weights, so good for comparing layers with each other.
 */
final class Int4Layer {
    private static final int BITS = 4;
    private static final int GREATEST_LOSS = 5;
    private static final int UNIT = 1 << NumericContract.INT4_SHIFT;

    private Int4Layer() {}

    /**
     * @param mean mean code of each input, by which the bias takes back the constant part of the error
     * @param leastShift that the layer may have
     */
    static QuantizedLinear of(QuantizedLinear wide, double[] mean, int leastShift) {
        byte[] codes = new byte[wide.weights().length];
        int[] bias = new int[wide.outputs()];
        byte[] shift = wide.shift().clone();
        for (int o = 0; o < wide.outputs(); o++) {
            int from = o * wide.inputs();
            // Codes count 16 times, so the shift of weights that lose no bits is larger by 4.
            int free = shift[o] + NumericContract.INT4_SHIFT;
            int fewest = Math.max(0, free - NumericContract.MAX_SHIFT);
            int lost = best(wide, from, fewest, Math.min(GREATEST_LOSS, free - leastShift));
            double constant = 0;
            for (int k = 0; k < wide.inputs(); k++) {
                byte code = wide.weights()[from + k];
                int narrow = narrowed(code, lost);
                codes[from + k] = (byte) (UNIT * narrow);
                constant += (code - (narrow << lost)) * mean[k];
            }
            double missing = Math.scalb(constant, NumericContract.REQUANT_GUARD_BITS - shift[o]);
            bias[o] = (int) Math.rint(wide.bias()[o] + missing);
            shift[o] = (byte) (free - lost);
        }
        LayerKind kind = new LayerKind(BITS, wide.kind().sparsity());
        return new QuantizedLinear(
                wide.name(), wide.outputs(), wide.inputs(), kind, codes, bias, shift, wide.residualShift());
    }

    private static int best(QuantizedLinear wide, int from, int fewest, int most) {
        int best = fewest;
        long least = Long.MAX_VALUE;
        for (int lost = fewest; lost <= most; lost++) {
            long error = 0;
            for (int k = from; k < from + wide.inputs(); k++) {
                int difference = wide.weights()[k] - (narrowed(wide.weights()[k], lost) << lost);
                error += (long) difference * difference;
            }
            if (error < least) {
                least = error;
                best = lost;
            }
        }
        return best;
    }

    private static int narrowed(int code, int lost) {
        int rounded = (code + (1 << lost >> 1)) >> lost;
        return Math.max(NumericContract.INT4_MIN, Math.min(NumericContract.INT4_MAX, rounded));
    }
}
