// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.program.CommandConstraint.NotZero;

/** SHIFTMM: attention codes times the values of a head, by shifts. */
public final class ShiftMatMulCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.SHIFTMM);

    /** Results in ACT; a row group is a token tile, as of all three. */
    public static final StridedField TO = LAYOUT.strided("d", 2);

    public static final StridedField VALUES = LAYOUT.strided("v", 3);
    public static final CommandField ROWS = LAYOUT.field("rows", 4, 9, 0);
    public static final CommandField KEYS = LAYOUT.field("keys", 4, 19, 10);
    public static final CommandField HEAD_WORDS = LAYOUT.field("headWords", 4, 29, 20);
    public static final StridedField CODES = LAYOUT.strided("c", 5);
    public static final CommandField SHIFT = LAYOUT.field("shift", 6, 4, 0);

    static {
        LAYOUT.require(new NotZero(ROWS), new NotZero(KEYS), new NotZero(HEAD_WORDS));
    }

    private ShiftMatMulCommand() {}

    public static Command of(
            StridedAddress to,
            StridedAddress values,
            StridedAddress codes,
            int rows,
            int keys,
            int headWords,
            int shift,
            Sync sync) {
        return LAYOUT.command(sync)
                .put(TO, to)
                .put(VALUES, values)
                .put(CODES, codes)
                .put(ROWS, rows)
                .put(KEYS, keys)
                .put(HEAD_WORDS, headWords)
                .put(SHIFT, shift)
                .build();
    }
}
