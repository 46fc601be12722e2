// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.norm.LayerNormUnit;

/** NORM: reads a word per cycle; a row is written as it has been read, later. */
final class NormReplay extends UnitReplay {
    /** By so much a row's words are counted as written too early: the tokens they give are then taken as in the hardware. */
    private static final int EARLY_CYCLES = 1;

    private final int latency;
    private double clock;
    private double workedUntil;
    private int bank;
    private int rowsLeft;

    NormReplay(Shared shared) {
        super(Unit.NORM, shared, CommandFrontEnd.START_CYCLES);
        latency = LayerNormUnit.latency(shared.array.word()) - EARLY_CYCLES;
    }

    @Override
    void begin(Command command, double cycle) {
        bank = command.get(NormCommand.FIRST_ROW);
        rowsLeft = command.get(NormCommand.ROWS);
        clock = Math.max(clock, cycle);
    }

    @Override
    boolean run(Command command) {
        if (tileTokenMissing(command)) {
            return false;
        }
        int words = command.get(NormCommand.DIM_WORDS);
        int rows = Math.min(shared.array.tokenTile() - bank, rowsLeft);
        double from = takeTileToken(command, clock);
        clock = shared.residualReads.readBy(from, rows * words);
        double written = clock + latency + words;
        work(written - Math.max(from, workedUntil));
        workedUntil = written;
        tileDone(command, written);
        bank = 0;
        rowsLeft -= rows;
        if (rowsLeft == 0) {
            complete(command, written);
            release(clock);
        }
        return true;
    }
}
