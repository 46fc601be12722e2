// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

/** A tap with a name prefix; names are only built when somebody listens. */
record TapPoint(IntegerTap tap, String prefix) {
    static TapPoint root(IntegerTap tap) {
        return new TapPoint(tap, "");
    }

    TapPoint block(int index) {
        return isSilent() ? this : new TapPoint(tap, "blocks." + index + ".");
    }

    void codes(String name, byte[] codes, int columns) {
        if (!isSilent()) {
            tap.accept(prefix + name, codes, codes.length / columns, columns);
        }
    }

    void wide(String name, short[] codes, int columns) {
        if (!isSilent()) {
            tap.accept(prefix + name, codes, codes.length / columns, columns);
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
