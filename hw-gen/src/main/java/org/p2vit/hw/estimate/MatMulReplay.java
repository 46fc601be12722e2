// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.function.BiConsumer;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.control.CommandPrefetch;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.matmul.MatMulUnit;

/**
 * MATMUL: an output tile, or the two that a scalable array makes together with 4-bit weights, takes a cycle per depth word and needs
 * a slot of the accumulator queue.
 */
final class MatMulReplay extends UnitReplay {
    private final BiConsumer<Command, Double> ended;
    private double clock;
    private double start;
    private int tilesLeft;
    private int outputsLeft;
    private boolean tileOpen;
    private double tileBegun;

    /** @param ended told the cycle of each command's last step */
    MatMulReplay(Shared shared, BiConsumer<Command, Double> ended) {
        super(Unit.MATMUL, shared, CommandPrefetch.START_CYCLES);
        this.ended = ended;
    }

    /** Steps of a command. */
    static long steps(Command command, ArrayConfig array) {
        int together = tilesTogether(command, array);
        int outputs = (command.get(MatMulCommand.OUT_TILES) + together - 1) / together;
        return (long) command.get(MatMulCommand.TILES) * outputs * command.get(MatMulCommand.DEPTH_WORDS);
    }

    /** Output tiles that are made in the same steps. */
    static int tilesTogether(Command command, ArrayConfig array) {
        return command.has(MatMulCommand.INT4) ? array.pe().int4Tiles() : 1;
    }

    @Override
    void begin(Command command, double cycle) {
        start = cycle;
        tilesLeft = command.get(MatMulCommand.TILES);
        outputsLeft = command.get(MatMulCommand.OUT_TILES);
        tileOpen = false;
    }

    @Override
    boolean run(Command command) {
        boolean opening = !tileOpen;
        if (!shared.accumulatorSlots.available() || opening && tileTokenMissing(command)) {
            return false;
        }
        double from = waitFor("REQUANT (accumulator queue)", Math.max(clock, start), shared.accumulatorSlots.take());
        if (opening) {
            from = takeTileToken(command, from);
        }
        int depth = command.get(MatMulCommand.DEPTH_WORDS);
        clock = from + depth;
        work(depth);
        int together = Math.min(outputsLeft, tilesTogether(command, shared.array));
        for (int last = together; last > 0; last--) {
            shared.accumulators.give(clock + MatMulUnit.latency(shared.array.word(), shared.array.pe()));
            shared.slotEnds.add(last == 1);
        }
        outputsLeft -= together;
        tileOpen = outputsLeft > 0;
        if (opening) {
            tileBegun = from + 1;
        }
        if (!tileOpen) {
            tileDone(command, clock - 1 + MatMulUnit.READ_CYCLES);
            outputsLeft = command.get(MatMulCommand.OUT_TILES);
            tilesLeft--;
        }
        if (tilesLeft == 0) {
            ended.accept(command, clock);
            complete(command, clock - 1 + MatMulUnit.READ_CYCLES);
            release(tileBegun);
        }
        return true;
    }
}
