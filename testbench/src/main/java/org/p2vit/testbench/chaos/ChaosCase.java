// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A disturbed run, a function of seed and number: kinds and machines take turns, all else is random.
 *
 * @param moment cycles from the start to the disturbance
 */
record ChaosCase(long seed, int index, ChaosMachine machine, ChaosKind kind, long moment, Injection injection) {
    /** Cycles before the end of a run in which STORE works. */
    private static final int LAST_CYCLES = 150;

    /** The machine that a case is for, of so many: kinds take turns, and after them machines. */
    static int machine(int index, int machines) {
        return index / ChaosKind.values().length % machines;
    }

    /**
     * @param rig a renewed machine
     * @param runCycles of a run that is not disturbed
     */
    static ChaosCase of(long seed, int index, ChaosMachine machine, ChaosRig rig, long runCycles) {
        SplittableRandom random = new SplittableRandom(mixed(seed, index));
        ChaosKind kind = ChaosKind.values()[index % ChaosKind.values().length];
        // A third of the disturbances hit the end, and some come too late.
        boolean late = random.nextInt(3) == 0;
        long moment = late
                ? Math.max(0, runCycles - random.nextInt(LAST_CYCLES))
                : random.nextLong(runCycles + runCycles / 50 + 1);
        return new ChaosCase(seed, index, machine, kind, moment, kind.draw(random, rig));
    }

    /** Of everything random in a case; neighbours have nothing in common. */
    static long mixed(long seed, int index) {
        return new SplittableRandom(seed).nextLong() + 0x9E37_79B9_7F4A_7C15L * (index + 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "case %d of seed %d: %s, %s, cycle %d: %s",
                index,
                seed,
                machine.label(),
                kind.label(),
                moment,
                injection.text());
    }
}
