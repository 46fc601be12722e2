// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.CommandConstraint.AtMost;
import org.p2vit.hw.program.CommandConstraint.NotZero;

/** SOFTMAX: from the logits that REQUANT hands on to attention codes. */
public final class SoftmaxCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.SOFTMAX);

    /** Codes in CODE, or in ACT where attention is on the multipliers. */
    public static final StridedField CODES = LAYOUT.strided("c", 2);
    /** Where the first tile's divisors go in ROWX, see {@link AttentionKind#MULTIPLY}. */
    public static final CommandField DIVISORS = LAYOUT.field("xBase", 3, 15, 0);

    public static final CommandField ROWS = LAYOUT.field("rows", 4, 9, 0);
    public static final CommandField KEYS = LAYOUT.field("keys", 4, 19, 10);
    /** Contract §5.1. */
    public static final CommandField SHIFT = LAYOUT.field("shift", 6, 4, 0);

    static {
        LAYOUT.require(new NotZero(ROWS), new NotZero(KEYS), new AtMost(KEYS, MachineLimits::maxTokens));
    }

    private SoftmaxCommand() {}

    public static Command of(StridedAddress codes, int rows, int keys, int shift, Sync sync) {
        return builder(codes, rows, keys, shift, sync).build();
    }

    /** With uniform codes; the row divisors go to {@code divisors} and the addresses behind it. */
    public static Command ofUniform(StridedAddress codes, int divisors, int rows, int keys, int shift, Sync sync) {
        return builder(codes, rows, keys, shift, sync).put(DIVISORS, divisors).build();
    }

    private static CommandBuilder builder(StridedAddress codes, int rows, int keys, int shift, Sync sync) {
        return LAYOUT.command(sync)
                .put(CODES, codes)
                .put(ROWS, rows)
                .put(KEYS, keys)
                .put(SHIFT, shift);
    }
}
