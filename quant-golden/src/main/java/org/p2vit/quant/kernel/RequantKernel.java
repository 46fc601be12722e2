// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.p2vit.quant.spec.NumericContract.REQUANT_GUARD_BITS;
import static org.p2vit.quant.spec.NumericContract.RESIDUAL_LIFT_BITS;
import static org.p2vit.quant.spec.NumericContract.STREAM_BITS;
import static org.p2vit.quant.spec.NumericContract.STREAM_GUARD_BITS;

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
    public static StreamCodes stream(int[] acc, int[] bias, byte[] shift, StreamCodes residual, byte[] residualShift) {
        return stream(acc, new byte[acc.length / bias.length], bias, shift, residual, residualShift);
    }

    /** As above, behind a layer without a residual. */
    public static StreamCodes stream(int[] acc, int[] bias, byte[] shift) {
        StreamCodes none = StreamCodes.withoutExponents(new short[acc.length], bias.length);
        return stream(acc, bias, shift, none, new byte[bias.length]);
    }

    /**
     * §2.2: the residual stream behind a layer. With {@code z = s + bias[o] + ((r << 12) >> (residualShift[o] − κ))} each block has
     * the least exponent k that holds {@code h = sat16(z >> 4)}, and {@code x = sat9(roundShift(h, 1 + k))}.
     *
     * @param rowExponents ρ of each row, 0 … 7 and at most the least shift
     * @param residual r and κ, at most the least residual shift
     */
    public static StreamCodes stream(
            int[] acc, byte[] rowExponents, int[] bias, byte[] shift, StreamCodes residual, byte[] residualShift) {
        int outputs = bias.length;
        int[] h = new int[acc.length];
        for (int i = 0; i < acc.length; i++) {
            int o = i % outputs;
            long z = scaled(acc[i], shift[o] - rowExponents[i / outputs])
                    + bias[o]
                    + lifted(residual, i, residualShift[o]);
            h[i] = FixedPoint.saturate16(z >> REQUANT_GUARD_BITS);
        }
        byte[] exponents = BlockCodes.leastExponents(h, outputs, STREAM_BITS - 1 + STREAM_GUARD_BITS);
        short[] codes = new short[h.length];
        for (int i = 0; i < h.length; i++) {
            int exponent = exponents[BlockCodes.blockOf(i, outputs)];
            codes[i] = FixedPoint.saturate9(FixedPoint.roundShift(h[i], STREAM_GUARD_BITS + exponent));
        }
        return new StreamCodes(codes, exponents, outputs);
    }

    /** §8.1: rows of the stream as int8, {@code y = sat8(roundShift((r << 12) >> (residualShift[o] − κ), 4))}. */
    public static byte[] narrowed(StreamCodes stream, byte[] residualShift) {
        byte[] codes = new byte[stream.codes().length];
        for (int i = 0; i < codes.length; i++) {
            int o = i % residualShift.length;
            codes[i] = FixedPoint.saturate8(rounded(lifted(stream, i, residualShift[o])));
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

    /** The residual's part of z. */
    private static long lifted(StreamCodes residual, int index, int residualShift) {
        return ((long) residual.codes()[index] << RESIDUAL_LIFT_BITS) >> residualShift - residual.exponentAt(index);
    }

    private static long rounded(long z) {
        return FixedPoint.roundShift(z, REQUANT_GUARD_BITS);
    }
}
