// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import org.p2vit.quant.spec.NumericContract;

/**
 * The LayerNorm of a mean, contract §8.2: the mean becomes a row of the residual stream by a layer with {@value #WEIGHT} on the
 * diagonal, and that row is normalised.
 *
 * @param shift of §2, one per channel; must not be modified
 */
public record QuantizedMeanNorm(byte[] shift, QuantizedNorm norm) {
    /** The weights on the diagonal. */
    public static final int WEIGHT = 64;
    /** What they are worth: 2 to this power. */
    private static final int WEIGHT_EXPONENT = 6;
    /** Tensor name. */
    public static final String NAME = QuantizedMean.PREFIX + "proj";

    public QuantizedMeanNorm {
        Require.range(NAME + " dimension", shift.length, 1, NumericContract.MAX_DIM);
        Require.bytes(NAME + " shift", shift, 0, NumericContract.MAX_SHIFT);
    }

    /** The shift of a channel whose mean has one exponent, to a stream with another. */
    public static int shift(int mean, int stream) {
        return stream - 1 - mean + WEIGHT_EXPONENT;
    }

    /** The least exponent of a stream that shifts reach from a mean with a channel of this exponent. */
    public static int finestStream(int mean) {
        return mean + 1 - WEIGHT_EXPONENT;
    }

    /** The layer in full. */
    public QuantizedLinear layer() {
        int dim = shift.length;
        byte[] weights = QuantizedLinear.diagonal(dim, WEIGHT);
        return new QuantizedLinear(NAME, dim, dim, Byte.SIZE, weights, new int[dim], shift, new byte[0]);
    }

    void requireDim(int expected) {
        Require.length(NAME + " shift", shift.length, expected);
        norm.requireDim(expected);
    }
}
