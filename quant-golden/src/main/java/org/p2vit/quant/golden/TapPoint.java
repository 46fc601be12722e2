// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.StreamCodes;

/** A tap with a name prefix; names are only built when somebody listens. */
record TapPoint(IntegerTap tap, String prefix) {
    static TapPoint root(IntegerTap tap) {
        return new TapPoint(tap, "");
    }

    TapPoint block(int index) {
        return isSilent() ? this : under("blocks." + index + ".");
    }

    TapPoint under(String other) {
        return new TapPoint(tap, other);
    }

    void codes(String name, byte[] codes, int columns) {
        if (!isSilent()) {
            tap.accept(prefix + name, codes, codes.length / columns, columns);
        }
    }

    /** Codes in blocks and, directly behind them, the exponents of these. */
    void blocks(String name, BlockCodes blocks) {
        codes(name, blocks.codes(), blocks.columns());
        exponents(name, blocks.exponents(), blocks.columns());
    }

    /** As above, of the residual stream. */
    void stream(String name, StreamCodes stream) {
        if (!isSilent()) {
            tap.accept(prefix + name, stream.codes(), stream.rows(), stream.columns());
        }
        exponents(name, stream.exponents(), stream.columns());
    }

    private void exponents(String name, byte[] exponents, int columns) {
        if (!isSilent()) {
            codes(name + "_exponents", exponents, BlockCodes.blocks(columns));
        }
    }

    void values(String name, int[] values, int columns) {
        if (!isSilent()) {
            tap.accept(prefix + name, values, values.length / columns, columns);
        }
    }

    boolean wantsAccumulators() {
        return !isSilent() && tap.wantsAccumulators();
    }

    void accumulators(String name, int[] acc, int columns) {
        if (wantsAccumulators()) {
            tap.accept(prefix + name + ".acc", acc, acc.length / columns, columns);
        }
    }

    private boolean isSilent() {
        return tap == IntegerTap.NONE;
    }
}
