// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Objects;
import org.p2vit.quant.spec.NumericContract;

/**
 * One LayerNorm, contract §3. Arrays have one entry per channel and must not be modified.
 *
 * @param name tensor name, e.g. {@code blocks.3.ln1}
 * @param gain g[c]
 * @param offset b[c], |b| ≤ 2^30
 * @param shift rounding shift 0 … 31
 */
public record QuantizedNorm(String name, short[] gain, int[] offset, int shift) implements QuantizedReadout {
    public QuantizedNorm {
        Objects.requireNonNull(name, "name");
        Require.range(name + " dimension", gain.length, 1, NumericContract.MAX_DIM);
        Require.length(name + " offset", offset.length, gain.length);
        Require.ints(name + " offset", offset, -NumericContract.MAX_NORM_OFFSET, NumericContract.MAX_NORM_OFFSET);
        Require.range(name + " shift", shift, 0, NumericContract.MAX_SHIFT);
    }

    /** Embedding dimension D. */
    public int dim() {
        return gain.length;
    }

    @Override
    public Readout kind() {
        return Readout.NORM;
    }

    @Override
    public void requireDim(int expected) {
        Require.length(name + " gain", dim(), expected);
    }
}
