// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Unit;

/** SHIFTMM: a tile takes a cycle per head word and key tile; its rows leave one per cycle. */
final class ShiftMatMulReplay extends UnitReplay {
    /** From the last step to the first result, but for the adder tree over a tile of keys. */
    private static final int RESULT_CYCLES = 14;

    private double clock;
    private double start;
    private int rowsLeft;

    ShiftMatMulReplay(Shared shared) {
        super(Unit.SHIFTMM, shared, Shared.START_CYCLES);
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        start = cycle;
        rowsLeft = command.field(4, 9, 0);
    }

    @Override
    boolean run(QueuedCommand command) {
        if (tileTokenMissing(command)) {
            return false;
        }
        int tile = shared.array.tokenTile();
        int rows = Math.min(tile, rowsLeft);
        int keyTiles = shared.tiles(command.field(4, 19, 10));
        int steps = command.field(4, 29, 20) * Math.max(keyTiles, rows);
        clock = takeTileToken(command, Math.max(clock, start)) + steps;
        work(steps);
        double written = clock + RESULT_CYCLES + Integer.numberOfTrailingZeros(tile) + rows;
        tileDone(command, written);
        rowsLeft -= rows;
        if (rowsLeft == 0) {
            complete(command, written);
            release(clock);
        }
        return true;
    }
}
