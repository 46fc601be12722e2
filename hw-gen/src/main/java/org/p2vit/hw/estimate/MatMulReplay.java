// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.function.BiConsumer;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.matmul.MatMulUnit;

/** MATMUL: an output tile takes a cycle per depth word and needs a slot of the accumulator queue. */
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
        super(Unit.MATMUL, shared);
        this.ended = ended;
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
        shared.accumulators.give(clock + MatMulUnit.latency(shared.array.word()));
        outputsLeft--;
        tileOpen = outputsLeft > 0;
        if (opening) {
            tileBegun = from + 1;
        }
        if (!tileOpen) {
            tileDone(command, clock + 1);
            outputsLeft = command.field(4, 19, 10);
            tilesLeft--;
        }
        if (tilesLeft == 0) {
            ended.accept(command, clock);
            complete(command, clock + 1);
            release(tileBegun);
        }
        return true;
    }
}
