// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Objects;
import java.util.stream.IntStream;
import org.p2vit.quant.spec.NumericContract;

/**
 * Rows of the residual stream as int8, contract §8.1: the end of a network without a final norm.
 *
 * @param name tensor name
 * @param residualShift of §2, one per channel, 6 … 15; must not be modified
 */
public record QuantizedNarrowing(String name, byte[] residualShift) implements QuantizedReadout {
    /** The usual tensor name. */
    public static final String NAME = "narrow";

    public QuantizedNarrowing {
        Objects.requireNonNull(name, "name");
        Require.range(name + " dimension", residualShift.length, 1, NumericContract.MAX_DIM);
        Require.bytes(
                name + " residual shift",
                residualShift,
                NumericContract.MAX_STREAM_EXPONENT,
                NumericContract.MAX_RESIDUAL_SHIFT);
    }

    /**
     * Writes codes of given exponents.
     *
     * @param stream exponent of the stream
     * @param exponents one per channel, {@link #finest} … {@link #coarsest}
     */
    public static QuantizedNarrowing to(int[] exponents, int stream) {
        byte[] shifts = new byte[exponents.length];
        for (int c = 0; c < shifts.length; c++) {
            shifts[c] = (byte) shift(exponents[c], stream);
        }
        return new QuantizedNarrowing(NAME, shifts);
    }

    /** The least exponent of a channel behind a stream. */
    public static int finest(int stream) {
        return stream + NumericContract.MAX_STREAM_EXPONENT - NumericContract.NARROWING_SHIFT_BASE;
    }

    /** The greatest exponent of a channel behind a stream. */
    public static int coarsest(int stream) {
        return stream + NumericContract.MAX_RESIDUAL_SHIFT - NumericContract.NARROWING_SHIFT_BASE;
    }

    /** Those of the codes behind a stream, one per channel. */
    public int[] exponents(int stream) {
        return IntStream.range(0, residualShift.length)
                .map(c -> stream + residualShift[c] - NumericContract.NARROWING_SHIFT_BASE)
                .toArray();
    }

    static int shift(int exponent, int stream) {
        return exponent - stream + NumericContract.NARROWING_SHIFT_BASE;
    }

    @Override
    public Readout kind() {
        return Readout.DIRECT;
    }

    @Override
    public void requireDim(int expected) {
        Require.length(name + " residual shift", residualShift.length, expected);
    }
}
