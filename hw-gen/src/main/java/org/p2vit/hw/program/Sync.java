// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import static org.p2vit.hw.program.Semaphore.NONE;

/**
 * The six semaphore fields of a command (architecture §3); {@link #FREE} and the methods build one; {@code NONE} changes
 * nothing. The three signals go to different semaphores: those given in one cycle are one token.
 */
public record Sync(
        Semaphore startA, Semaphore startB, Semaphore tileWait, Semaphore tileSignal, Semaphore endA, Semaphore endB) {
    /** Neither waits nor signals. */
    public static final Sync FREE = new Sync(NONE, NONE, NONE, NONE, NONE, NONE);

    public Sync {
        requireDistinct(tileSignal, endA);
        requireDistinct(tileSignal, endB);
        requireDistinct(endA, endB);
    }

    /** Takes one token of {@code semaphore} before the command starts. */
    public Sync after(Semaphore semaphore) {
        if (semaphore == NONE) {
            return this;
        }
        if (startA == NONE) {
            return new Sync(semaphore, startB, tileWait, tileSignal, endA, endB);
        }
        requireFree(startB, "start");
        return new Sync(startA, semaphore, tileWait, tileSignal, endA, endB);
    }

    /** Takes one token before each tile. */
    public Sync afterEachTile(Semaphore semaphore) {
        if (semaphore == NONE) {
            return this;
        }
        requireFree(tileWait, "tile wait");
        return new Sync(startA, startB, semaphore, tileSignal, endA, endB);
    }

    /** Gives one token after each tile. */
    public Sync signalEachTile(Semaphore semaphore) {
        if (semaphore == NONE) {
            return this;
        }
        requireFree(tileSignal, "tile signal");
        return new Sync(startA, startB, tileWait, semaphore, endA, endB);
    }

    /** Gives one token at the end. */
    public Sync signalEnd(Semaphore semaphore) {
        if (semaphore == NONE) {
            return this;
        }
        if (endA == NONE) {
            return new Sync(startA, startB, tileWait, tileSignal, semaphore, endB);
        }
        requireFree(endB, "end");
        return new Sync(startA, startB, tileWait, tileSignal, endA, semaphore);
    }

    private static void requireFree(Semaphore slot, String name) {
        if (slot != NONE) {
            throw new IllegalStateException("no free " + name + " semaphore field, " + slot + " is in it");
        }
    }

    private static void requireDistinct(Semaphore a, Semaphore b) {
        if (a == b && a != NONE) {
            throw new IllegalStateException("a command cannot signal " + a + " twice");
        }
    }

    /** Word 1 of a command. */
    int encode() {
        return CommandFormat.WAIT_START_A.encode(startA.ordinal())
                | CommandFormat.WAIT_START_B.encode(startB.ordinal())
                | CommandFormat.WAIT_TILE.encode(tileWait.ordinal())
                | CommandFormat.SIGNAL_TILE.encode(tileSignal.ordinal())
                | CommandFormat.SIGNAL_END_A.encode(endA.ordinal())
                | CommandFormat.SIGNAL_END_B.encode(endB.ordinal());
    }
}
