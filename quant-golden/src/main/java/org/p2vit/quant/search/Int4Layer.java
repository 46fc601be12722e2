// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/**
 * A 4-bit stand-in for an 8-bit layer, made from its codes alone: each output's weights lose d bits, d being the choice
 * with the least error of the weights, and bias and shifts follow. Quicker and somewhat worse than what the quantizer makes
 * of the float weights, so good for comparing layers with each other.
 */
final class Int4Layer {
    private static final int BITS = 4;
    private static final int GREATEST_LOSS = 5;

    private Int4Layer() {}

    /** @param mean mean code of each input, by which the bias takes back the constant part of the error */
    static QuantizedLinear of(QuantizedLinear wide, double[] mean) {
        byte[] codes = new byte[wide.weights().length];
        int[] bias = new int[wide.outputs()];
        byte[] shift = wide.shift().clone();
        byte[] residualShift = wide.residualShift().clone();
        for (int o = 0; o < wide.outputs(); o++) {
            int from = o * wide.inputs();
            int most = Math.min(GREATEST_LOSS, shift[o]);
            if (residualShift.length != 0) {
                most = Math.min(most, residualShift[o]);
            }
            int lost = best(wide, from, most);
            double constant = wide.bias()[o];
            for (int k = 0; k < wide.inputs(); k++) {
                byte code = wide.weights()[from + k];
                codes[from + k] = (byte) narrowed(code, lost);
                constant += (code - (codes[from + k] << lost)) * mean[k];
            }
            bias[o] = (int) Math.rint(Math.scalb(constant, -lost));
            shift[o] -= (byte) lost;
            if (residualShift.length != 0) {
                residualShift[o] -= (byte) lost;
            }
        }
        return new QuantizedLinear(wide.name(), wide.outputs(), wide.inputs(), BITS, codes, bias, shift, residualShift);
    }

    private static int best(QuantizedLinear wide, int from, int most) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int lost = 0; lost <= most; lost++) {
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
