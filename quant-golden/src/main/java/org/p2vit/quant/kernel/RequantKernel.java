// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/**
 * From int32 accumulators to codes: bias, fused residual and the one rounding of contract §2. All arrays are
 * {@code [row * outputs + o]} or per output.
 */
public final class RequantKernel {
    private RequantKernel() {}

    /** {@code y = sat8(roundShift(acc + bias[o], shift[o]))}. */
    public static byte[] requantize(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            codes[i] = FixedPoint.roundShiftSaturate8((long) acc[i] + bias[o], shift[o]);
        }
        return codes;
    }

    /** §6: {@code h = sat16(roundShift(acc + bias[o], shift[o]))}, the input of GELU. */
    public static short[] widened(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        short[] values = new short[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            values[i] = FixedPoint.saturate16(FixedPoint.roundShift((long) acc[i] + bias[o], shift[o]));
        }
        return values;
    }

    /** The residual stream behind a layer: {@code y = sat9(roundShift(acc + bias[o] + (r << residualShift[o]), shift[o]))}. */
    public static short[] add(int[] acc, int[] bias, byte[] shift, short[] residual, byte[] residualShift) {
        int outputs = bias.length;
        short[] codes = new short[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            long sum = (long) acc[i] + bias[o] + ((long) residual[i] << residualShift[o]);
            codes[i] = FixedPoint.saturate9(FixedPoint.roundShift(sum, shift[o]));
        }
        return codes;
    }

    /** §8: {@code logit = roundShift(acc + bias[o], shift[o])}, not saturated. */
    public static int[] logits(int[] acc, int[] bias, byte[] shift) {
        int outputs = bias.length;
        int[] logits = new int[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            logits[i] = (int) FixedPoint.roundShift((long) acc[i] + bias[o], shift[o]);
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
}
