// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.shiftmm.ShiftMatMulUnit;

/** SHIFTMM: a tile takes a cycle per head word and key tile; its rows leave one per cycle. */
final class ShiftMatMulReplay extends UnitReplay {
    private final int latency;
    private double clock;
    private double start;
    private int rowsLeft;

    ShiftMatMulReplay(Shared shared) {
        super(Unit.SHIFTMM, shared, CommandFrontEnd.START_CYCLES);
        latency = ShiftMatMulUnit.latency(shared.array.tokenTile());
    }

    @Override
    void begin(Command command, double cycle) {
        start = cycle;
        rowsLeft = command.get(ShiftMatMulCommand.ROWS);
    }

    @Override
    boolean run(Command command) {
        if (tileTokenMissing(command)) {
            return false;
        }
        int tile = shared.array.tokenTile();
        int rows = Math.min(tile, rowsLeft);
        int keyTiles = shared.tiles(command.get(ShiftMatMulCommand.KEYS));
        int steps = command.get(ShiftMatMulCommand.HEAD_WORDS) * Math.max(keyTiles, rows);
        clock = takeTileToken(command, Math.max(clock, start)) + steps;
        work(steps);
        double written = clock + latency + rows;
        tileDone(command, written);
        rowsLeft -= rows;
        if (rowsLeft == 0) {
            complete(command, written);
            release(clock);
        }
        return true;
    }
}
