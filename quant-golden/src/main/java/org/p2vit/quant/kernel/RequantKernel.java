// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.p2vit.quant.spec.NumericContract.REQUANT_GUARD_BITS;
import static org.p2vit.quant.spec.NumericContract.RESIDUAL_LIFT_BITS;

/**
 * From int32 accumulators to codes: shift, bias, fused residual and the one rounding of contract §2. All arrays are
 * {@code [row * outputs + o]} or per output. With {@code s = (acc << 4) >> (shift[o] − ρ)} and without a residual
 * {@code z = s + bias[o]}; ρ, the exponent of a row, is 0 unless it is given.
 */
public final class RequantKernel {
    private RequantKernel() {}

    /** {@code y = sat8(roundShift(z, 4))}. */
    public static byte[] requantize(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            codes[i] = FixedPoint.saturate8(rounded(scaled(acc[i], shift[o]) + bias[o]));
        }
        return codes;
    }

    /** §6: {@code h = sat18(roundShift(z, 4))}, the input of GELU. */
    public static int[] widened(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        int[] values = new int[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            values[i] = FixedPoint.saturate18(rounded(scaled(acc[i], shift[o]) + bias[o]));
        }
        return values;
    }

    /** The residual stream behind a layer whose input rows have no exponents. */
    public static short[] add(int[] acc, int[] bias, byte[] shift, short[] residual, byte[] residualShift) {
        return add(acc, new byte[acc.length / bias.length], bias, shift, residual, residualShift);
    }

    /**
     * The residual stream behind a layer: {@code y = sat9(roundShift(s + bias[o] + ((r << 12) >> residualShift[o]), 4))}.
     *
     * @param rowExponents ρ of each row, 0 … 7 and at most the least shift
     */
    public static short[] add(
            int[] acc, byte[] rowExponents, int[] bias, byte[] shift, short[] residual, byte[] residualShift) {
        int outputs = bias.length;
        short[] codes = new short[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            long lifted = (long) residual[i] << RESIDUAL_LIFT_BITS;
            long sum = scaled(acc[i], shift[o] - rowExponents[i / outputs]) + bias[o] + (lifted >> residualShift[o]);
            codes[i] = FixedPoint.saturate9(rounded(sum));
        }
        return codes;
    }

    /** §8: {@code logit = roundShift(z, 4)}, not saturated. */
    public static int[] logits(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        int[] logits = new int[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            logits[i] = (int) rounded(scaled(acc[i], shift[o]) + bias[o]);
        }
        return logits;
    }

    /** §4, §5.2: {@code y = sat8(roundShift(acc, shift))}, one shift for all. */
    public static byte[] requantize(int[] acc, int shift) {
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            codes[i] = FixedPoint.roundShiftSaturate8(acc[i], shift);
        }
        return codes;
    }

    /** s: what is below a sixteenth of the output's unit is cut off. */
    private static long scaled(int acc, int shift) {
        return ((long) acc << REQUANT_GUARD_BITS) >> shift;
    }

    private static long rounded(long z) {
        return FixedPoint.roundShift(z, REQUANT_GUARD_BITS);
    }
}
