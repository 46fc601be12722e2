// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/** How the rows of a layer pass to the next one: a token per tile, or one when all are there. */
final class RowHandover {
    private final ProgramBuilder program;
    private final Overlap overlap;

    RowHandover(ProgramBuilder program, Overlap overlap) {
        this.program = program;
        this.overlap = overlap;
    }

    boolean byTile() {
        return overlap.interLayer();
    }

    /** What the command that needs the rows waits for. */
    Sync take(Sync sync, Semaphore rows) {
        return byTile() ? sync.afterEachTile(rows) : sync.after(rows);
    }

    /** What the command that makes the rows signals; {@link #close} must follow the command. */
    Sync give(Sync sync, Semaphore rows) {
        return byTile() ? sync.signalEachTile(rows) : sync;
    }

    /** Signals after the command that made the last rows, where no tile of it did. */
    void close(Unit unit, Semaphore rows) {
        if (!byTile() && rows != Semaphore.NONE) {
            program.add(Command.sync(unit, Sync.FREE.signalEnd(rows)));
        }
    }
}
