// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Unit;

/** NORM: reads the factors of its channels, then a word per cycle; a row is written as it has been read, later. */
final class NormReplay extends UnitReplay {
    /** From the last word of a row read to its first word written, but for the adder tree over a word. */
    private static final int ROW_CYCLES = 31;

    private double clock;
    private double workedUntil;
    private int bank;
    private int rowsLeft;

    NormReplay(Shared shared) {
        super(Unit.NORM, shared, Shared.START_CYCLES);
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        bank = command.field(4, 23, 20);
        rowsLeft = command.field(4, 9, 0);
        int factors = command.field(4, 19, 10);
        clock = Math.max(clock, cycle) + factors;
        work(factors);
    }

    @Override
    boolean run(QueuedCommand command) {
        if (tileTokenMissing(command)) {
            return false;
        }
        int words = command.field(4, 19, 10);
        int rows = Math.min(shared.array.tokenTile() - bank, rowsLeft);
        double from = takeTileToken(command, clock);
        clock = shared.residualReads.readBy(from, rows * words);
        double written = clock + ROW_CYCLES + Integer.numberOfTrailingZeros(shared.array.word()) + words;
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
