// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;

/**
 * SOFTMAX: offers REQUANT a tile when a slot is free, then passes over the arrived rows R at a time, a word per cycle. Takes commands on while earlier tiles are still in its passes.
 */
final class SoftmaxReplay extends UnitReplay {
    /** By so much tiles are counted as arrived too early: what waits for them then goes on as in the hardware. */
    private static final int EARLY_ARRIVAL = 1;

    private final int arrivalCycles;
    private final int codeCycles;
    /** Until what waits for codes goes on. */
    private final int tokenCycles;

    private final TakenBanks codes;
    private double start;
    private int offersLeft;
    private int startsLeft;
    private int tilesLeft;
    private double lastStart;
    private double reads;

    SoftmaxReplay(Shared shared, AttentionEstimate attention) {
        super(Unit.SOFTMAX, shared, CommandFrontEnd.START_CYCLES);
        int word = shared.array.word();
        arrivalCycles = SoftmaxUnit.arrivalLatency(word) - EARLY_ARRIVAL;
        codeCycles = attention.codeCycles(word);
        tokenCycles = codeCycles - attention.earlyCodes();
        codes = shared.taken(attention.codes());
    }

    @Override
    void begin(Command command, double cycle) {
        start = cycle;
        tilesLeft = shared.tiles(command.get(SoftmaxCommand.ROWS));
        offersLeft = tilesLeft;
        startsLeft = tilesLeft;
    }

    @Override
    boolean run(Command command) {
        boolean moved = offer(command);
        while (startsLeft > 0 && shared.logitStarts.available()) {
            lastStart = shared.logitStarts.take();
            startsLeft--;
            moved = true;
        }
        if (!shared.logitArrivals.available()) {
            return moved;
        }
        pass(command, shared.logitArrivals.take());
        if (tilesLeft == 0) {
            complete(command, reads - 1 + tokenCycles);
            release(lastStart);
        }
        return true;
    }

    private boolean offer(Command command) {
        boolean moved = false;
        while (offersLeft > 0 && shared.logitSlots.available() && !tileTokenMissing(command)) {
            double from = Math.max(start, shared.logitSlots.take());
            shared.logitTiles.give(takeTileToken(command, from));
            offersLeft--;
            moved = true;
        }
        return moved;
    }

    private void pass(Command command, double arrived) {
        int words = shared.array.words(command.get(SoftmaxCommand.KEYS));
        int rowsBefore = (shared.tiles(command.get(SoftmaxCommand.ROWS)) - tilesLeft) * shared.array.tokenTile();
        int rows = Math.min(shared.array.tokenTile(), command.get(SoftmaxCommand.ROWS) - rowsBefore);
        int groups = (rows + shared.array.postPipes() - 1) / shared.array.postPipes();
        reads = waitFor("REQUANT (logits)", reads, arrived + arrivalCycles);
        for (int group = 0; group < groups; group++) {
            int first = group * shared.array.postPipes();
            int end = Math.min(rows, first + shared.array.postPipes());
            codes.add(Unit.SOFTMAX, reads + (double) group * words + codeCycles, words, first, end);
        }
        reads += (double) groups * words;
        work((double) groups * words);
        shared.logitSlots.give(reads);
        tileDone(command, reads - 1 + tokenCycles);
        tilesLeft--;
    }
}
