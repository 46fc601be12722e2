// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Unit;

/**
 * SOFTMAX: offers REQUANT a tile when a slot is free, then passes over the arrived rows R at a time, a word per cycle. Takes commands on while earlier tiles are still in its passes.
 */
final class SoftmaxReplay extends UnitReplay {
    /** From the last logits of a tile to the first read of one of its rows, but for the tree that finds the greatest of a word. */
    private static final int ARRIVAL_CYCLES = 2;
    /** From the read of logits to their logarithmic codes. */
    private static final int LOGARITHMIC_CYCLES = 5;
    /** To uniform codes, but for the adder tree over a word. */
    private static final int UNIFORM_CYCLES = 15;

    private final int codeCycles;
    private double start;
    private int offersLeft;
    private int startsLeft;
    private int tilesLeft;
    private double lastStart;
    private double reads;

    SoftmaxReplay(Shared shared, AttentionKind attention) {
        super(Unit.SOFTMAX, shared, Shared.START_CYCLES);
        codeCycles = attention == AttentionKind.MULTIPLY
                ? UNIFORM_CYCLES + Integer.numberOfTrailingZeros(shared.array.word())
                : LOGARITHMIC_CYCLES;
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
            complete(command, reads - 1 + codeCycles);
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
        reads = waitFor(
                "REQUANT (logits)",
                reads,
                arrived + ARRIVAL_CYCLES + Integer.numberOfTrailingZeros(shared.array.word()));
        reads += (double) groups * words;
        work((double) groups * words);
        shared.logitSlots.give(reads);
        tileDone(command, reads - 1 + codeCycles);
        tilesLeft--;
    }
}
