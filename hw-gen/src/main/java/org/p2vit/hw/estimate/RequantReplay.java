// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.requant.RequantUnit;

/** REQUANT: an output tile takes a cycle per group of R rows. */
final class RequantReplay extends UnitReplay {
    private static final int GELU_FLAG = 1;
    private static final int RESIDUAL_FLAG = 0;
    /** From taking a row group to reading its residual. */
    private static final int READ_CYCLES = 1;

    private static final int DESTINATION_BIT = 4;

    private double clock;
    private double start;
    private double tileBegun;
    private int tilesLeft;
    private int outputsLeft;
    private boolean tileOpen;

    private final int latency;

    RequantReplay(Shared shared, AttentionKind attention) {
        super(Unit.REQUANT, shared, Shared.PREFETCHED_START_CYCLES);
        latency = RequantUnit.latency(attention);
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        start = command.flag(GELU_FLAG) ? Math.max(cycle, shared.geluReady) : cycle;
        tilesLeft = shared.tiles(command.field(4, 9, 0) + command.field(4, 23, 20));
        outputsLeft = command.field(4, 19, 10);
        tileOpen = false;
    }

    @Override
    boolean run(QueuedCommand command) {
        boolean logits = command.command().flags() >> DESTINATION_BIT == Destination.REQUANT_SOFTMAX;
        boolean opening = !tileOpen;
        boolean held = opening && (tileTokenMissing(command) || logits && !shared.logitTiles.available());
        if (held || !shared.accumulators.available()) {
            return false;
        }
        double from = waitFor("MATMUL (accumulators)", Math.max(clock, start), shared.accumulators.take());
        if (opening) {
            from = takeTileToken(command, from);
            if (logits) {
                from = waitFor("SOFTMAX (logit buffer)", from, shared.logitTiles.take());
                shared.logitStarts.give(from + 1);
            }
            tileBegun = from + 1;
        }
        int groups = shared.array.tokenTile() / shared.array.postPipes();
        clock = from + groups;
        work(groups);
        if (command.flag(RESIDUAL_FLAG)) {
            shared.residualReads.add(from + READ_CYCLES, clock + READ_CYCLES);
        }
        if (shared.slotEnds.remove()) {
            shared.accumulatorSlots.give(clock - 1);
        }
        outputsLeft--;
        tileOpen = outputsLeft > 0;
        if (!tileOpen) {
            if (logits) {
                shared.logitArrivals.give(clock + latency);
            }
            tileDone(command, clock - 1 + latency);
            outputsLeft = command.field(4, 19, 10);
            tilesLeft--;
        }
        if (tilesLeft == 0) {
            complete(command, clock - 1 + latency);
            release(tileBegun);
        }
        return true;
    }
}
