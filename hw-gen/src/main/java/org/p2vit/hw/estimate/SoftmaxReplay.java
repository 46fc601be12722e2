// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Unit;

/**
 * SOFTMAX: offers REQUANT a tile when a slot is free, then passes over the arrived rows R at a time, a word per cycle;
 * codes follow the exponentials of the same rows. Takes commands on while earlier tiles are still in its passes.
 */
final class SoftmaxReplay extends UnitReplay {
    /** From the last logits of a tile to the first read of its exponentials. */
    private static final int ARRIVAL_CYCLES = 5;
    /** From the last exponential of a row to its first code, but for the adder tree over a word. */
    private static final int LOGARITHM_CYCLES = 12;
    /** From reading a distance to the written code. */
    private static final int CODE_CYCLES = 4;

    private double start;
    private int offersLeft;
    private int startsLeft;
    private int tilesLeft;
    private double lastStart;
    private double exponentials;
    private double codes;

    SoftmaxReplay(Shared shared) {
        super(Unit.SOFTMAX, shared);
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        start = cycle;
        tilesLeft = shared.tiles(command.field(4, 9, 0));
        offersLeft = tilesLeft;
        startsLeft = tilesLeft;
    }

    @Override
    boolean run(QueuedCommand command) {
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
            complete(command, codes + CODE_CYCLES);
            release(lastStart);
        }
        return true;
    }

    private boolean offer(QueuedCommand command) {
        boolean moved = false;
        while (offersLeft > 0 && shared.logitSlots.available() && !tileTokenMissing(command)) {
            double from = Math.max(start, shared.logitSlots.take());
            shared.logitTiles.give(takeTileToken(command, from));
            offersLeft--;
            moved = true;
        }
        return moved;
    }

    private void pass(QueuedCommand command, double arrived) {
        int words = shared.array.words(command.field(4, 19, 10));
        int rowsBefore = (shared.tiles(command.field(4, 9, 0)) - tilesLeft) * shared.array.tokenTile();
        int rows = Math.min(shared.array.tokenTile(), command.field(4, 9, 0) - rowsBefore);
        int groups = (rows + shared.array.postPipes() - 1) / shared.array.postPipes();
        int logarithm = LOGARITHM_CYCLES + Integer.numberOfTrailingZeros(shared.array.word());
        exponentials = waitFor("REQUANT (logits)", exponentials, arrived + ARRIVAL_CYCLES);
        for (int group = 0; group < groups; group++) {
            exponentials += words;
            codes = Math.max(codes, exponentials + logarithm) + words;
        }
        work((double) groups * words);
        shared.logitSlots.give(exponentials);
        tileDone(command, codes + CODE_CYCLES);
        tilesLeft--;
    }
}
