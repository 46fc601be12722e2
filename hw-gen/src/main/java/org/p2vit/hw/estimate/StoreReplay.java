// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dma.StoreUnit;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.TransferFields;
import org.p2vit.hw.program.Unit;

/** STORE: a word per cycle; complete when the memory has answered. */
final class StoreReplay extends UnitReplay {
    private final DramTiming memory;
    private double clock;

    StoreReplay(Shared shared, DramTiming memory) {
        super(Unit.STORE, shared, CommandFrontEnd.START_CYCLES);
        this.memory = memory;
    }

    @Override
    void begin(Command command, double cycle) {
        clock = Math.max(clock, cycle);
    }

    @Override
    boolean run(Command command) {
        int words = command.get(TransferFields.WORDS);
        clock += words * memory.beatCycles();
        work(words);
        complete(command, clock + StoreUnit.PATH_CYCLES + memory.latencyCycles());
        release(clock);
        return true;
    }
}
