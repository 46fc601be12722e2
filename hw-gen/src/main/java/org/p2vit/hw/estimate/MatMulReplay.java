// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.function.BiConsumer;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.matmul.MatMulUnit;

/**
 * MATMUL: an output tile, or the two that a scalable array makes together with narrow weights, takes a cycle per depth word and needs
 * a slot of the accumulator queue.
 */
final class MatMulReplay extends UnitReplay {
    private final BiConsumer<QueuedCommand, Double> ended;
    private double clock;
    private double start;
    private int tilesLeft;
    private int outputsLeft;
    private boolean tileOpen;
    private double tileBegun;

    /** @param ended told the cycle of each command's last step */
    MatMulReplay(Shared shared, BiConsumer<QueuedCommand, Double> ended) {
        super(Unit.MATMUL, shared, Shared.PREFETCHED_START_CYCLES);
        this.ended = ended;
    }

    /** Steps of a command. */
    static long steps(QueuedCommand command, ArrayConfig array) {
        int together = tilesTogether(command, array);
        int outputs = (command.field(4, 19, 10) + together - 1) / together;
        return (long) command.field(4, 9, 0) * outputs * command.field(4, 29, 20);
    }

    /** Output tiles that are made in the same steps. */
    static int tilesTogether(QueuedCommand command, ArrayConfig array) {
        return (command.command().flags() & Command.NARROW) != 0 ? array.pe().narrowTiles() : 1;
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        start = cycle;
        tilesLeft = command.field(4, 9, 0);
        outputsLeft = command.field(4, 19, 10);
        tileOpen = false;
    }

    @Override
    boolean run(QueuedCommand command) {
        boolean opening = !tileOpen;
        if (!shared.accumulatorSlots.available() || opening && tileTokenMissing(command)) {
            return false;
        }
        double from = waitFor("REQUANT (accumulator queue)", Math.max(clock, start), shared.accumulatorSlots.take());
        if (opening) {
            from = takeTileToken(command, from);
        }
        int depth = command.field(4, 29, 20);
        clock = from + depth;
        work(depth);
        int together = Math.min(outputsLeft, tilesTogether(command, shared.array));
        for (int last = together; last > 0; last--) {
            shared.accumulators.give(clock + MatMulUnit.latency(shared.array.word()));
            shared.slotEnds.add(last == 1);
        }
        outputsLeft -= together;
        tileOpen = outputsLeft > 0;
        if (opening) {
            tileBegun = from + 1;
        }
        if (!tileOpen) {
            tileDone(command, clock - 1);
            outputsLeft = command.field(4, 19, 10);
            tilesLeft--;
        }
        if (tilesLeft == 0) {
            ended.accept(command, clock);
            complete(command, clock - 1);
            release(tileBegun);
        }
        return true;
    }
}
