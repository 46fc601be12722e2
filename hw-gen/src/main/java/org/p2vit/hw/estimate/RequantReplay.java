// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.control.CommandPrefetch;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.requant.RequantUnit;

/** REQUANT: an output tile takes a cycle per group of R rows. */
final class RequantReplay extends UnitReplay {
    private double clock;
    private double start;
    private double tileBegun;
    private int tilesLeft;
    private int outputsLeft;
    private boolean tileOpen;

    private final int latency;
    /** From taking a row group to reading its residual. */
    private final int readCycles;

    private final RequantBanks writes;

    RequantReplay(Shared shared, AttentionEstimate attention) {
        super(Unit.REQUANT, shared, CommandPrefetch.START_CYCLES);
        latency = attention.requantCycles();
        readCycles = RequantUnit.residualCycles(latency);
        writes = new RequantBanks(shared);
    }

    @Override
    void begin(Command command, double cycle) {
        start = cycle;
        tilesLeft = tiles(command);
        outputsLeft = command.get(RequantCommand.OUT_TILES);
        tileOpen = false;
    }

    private int tiles(Command command) {
        return shared.tiles(command.get(RequantCommand.ROWS) + command.get(RequantCommand.FIRST_ROW));
    }

    @Override
    boolean run(Command command) {
        boolean logits = RequantCommand.toSoftmax(command);
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
        if (command.has(RequantCommand.RESIDUAL)) {
            shared.residualReads.add(from + readCycles, clock + readCycles);
        }
        writes.add(command, tiles(command) - tilesLeft, from + latency);
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
            outputsLeft = command.get(RequantCommand.OUT_TILES);
            tilesLeft--;
        }
        if (tilesLeft == 0) {
            complete(command, clock - 1 + latency);
            release(tileBegun);
        }
        return true;
    }
}
