// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.program.CommandConstraint.AtMost;
import org.p2vit.hw.program.CommandConstraint.Below;
import org.p2vit.hw.program.CommandConstraint.NotZero;

/** NORM: LayerNorm of rows of the residual stream. */
public final class NormCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.NORM);

    /** Results in ACT; a row group is a token tile, as of the stream. */
    public static final StridedField TO = LAYOUT.strided("d", 2);
    /** Rows of RES. */
    public static final StridedField STREAM = LAYOUT.strided("r", 3);

    public static final CommandField ROWS = LAYOUT.field("rows", 4, 9, 0);
    public static final CommandField DIM_WORDS = LAYOUT.field("dimWords", 4, 19, 10);
    public static final CommandField FIRST_ROW = LAYOUT.field("firstRow", 4, 23, 20);
    /** Results of row t go to bank (t + rotation) mod T. */
    public static final CommandField ROTATION = LAYOUT.field("rotation", 4, 27, 24);
    /** First group of NRP. */
    public static final CommandField PARAMETERS = LAYOUT.field("paramBase", 5, 15, 0);
    /** What sums are divided by. */
    public static final CommandField CHANNELS = LAYOUT.field("channels", 5, 26, 16);

    public static final CommandField SHIFT = LAYOUT.field("shift", 6, 4, 0);

    static {
        LAYOUT.require(
                new NotZero(ROWS),
                new NotZero(DIM_WORDS),
                new Below(FIRST_ROW, MachineLimits::tokenTile),
                new Below(ROTATION, MachineLimits::tokenTile),
                new AtMost(DIM_WORDS, MachineLimits::maxDimWords),
                new NotZero(CHANNELS));
    }

    private NormCommand() {}

    /** Results stay in the banks of their rows. */
    public static Command of(
            StridedAddress to,
            StridedAddress stream,
            RowRange rows,
            int dimWords,
            int parameters,
            int channels,
            int shift,
            Sync sync) {
        return of(to, stream, rows, 0, dimWords, parameters, channels, shift, sync);
    }

    /** @param rotation results of row t go to bank (t + rotation) mod T */
    public static Command of(
            StridedAddress to,
            StridedAddress stream,
            RowRange rows,
            int rotation,
            int dimWords,
            int parameters,
            int channels,
            int shift,
            Sync sync) {
        return LAYOUT.command(sync)
                .put(TO, to)
                .put(STREAM, stream)
                .put(ROWS, rows.count())
                .put(FIRST_ROW, rows.first())
                .put(ROTATION, rotation)
                .put(DIM_WORDS, dimWords)
                .put(PARAMETERS, parameters)
                .put(CHANNELS, channels)
                .put(SHIFT, shift)
                .build();
    }
}
