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

    /** {@code y = sat8(roundShift(acc + bias[o] + (r << residualShift[o]), shift[o]))}. */
    public static byte[] requantize(int[] acc, int[] bias, byte[] shift, byte[] residual, byte[] residualShift) {
        int outputs = bias.length;
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            long sum = (long) acc[i] + bias[o] + ((long) residual[i] << residualShift[o]);
            codes[i] = FixedPoint.roundShiftSaturate8(sum, shift[o]);
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

    /** §5.2 of quotients, §5.3: {@code y = sat8(roundShift(acc, shift + rowShift[row]))}. */
    public static byte[] requantize(int[] acc, int shift, byte[] rowShift) {
        int columns = acc.length / rowShift.length;
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            codes[i] = FixedPoint.roundShiftSaturate8(acc[i], shift + rowShift[i / columns]);
        }
        return codes;
    }

    /** §4: {@code y = sat8(roundShift(acc, shift))}, one shift for all. */
    public static byte[] requantize(int[] acc, int shift) {
        byte[] codes = new byte[acc.length];
        for (int i = 0; i < acc.length; i++) {
            codes[i] = FixedPoint.roundShiftSaturate8(acc[i], shift);
        }
        return codes;
    }
}
