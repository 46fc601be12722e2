// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.program.Unit;

/** STORE: a word per cycle; complete when the memory has answered. */
final class StoreReplay extends UnitReplay {
    private static final int PATH_CYCLES = 4;

    private final MemoryTiming memory;
    private double clock;

    StoreReplay(Shared shared, MemoryTiming memory) {
        super(Unit.STORE, shared, Shared.START_CYCLES);
        this.memory = memory;
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        clock = Math.max(clock, cycle);
    }

    @Override
    boolean run(QueuedCommand command) {
        int words = command.field(4, 23, 0);
        clock += words * 100.0 / (100 - memory.stallPercent());
        work(words);
        complete(command, clock + PATH_CYCLES + memory.latencyCycles());
        release(clock);
        return true;
    }
}
