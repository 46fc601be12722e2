// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.SplittableRandom;
import org.p2vit.hw.register.RegisterMap;

/**
 * A reset in mid-run. Prepared it follows control.md: ABORT, wait until nothing is open, reset. Alone it may leave a write burst without its
 * beats in memory, which must then be reset too.
 *
 * @param cycles that reset lasts
 */
record Reset(ChaosKind kind, int cycles) implements Injection {
    private static final int MOST_CYCLES = 16;

    static Reset draw(ChaosKind kind, SplittableRandom random) {
        return new Reset(kind, 1 + random.nextInt(MOST_CYCLES));
    }

    @Override
    public String text() {
        String how =
                switch (kind) {
                    case RESET_PREPARED -> "ABORT, wait, reset of the accelerator";
                    case RESET_ALONE -> "reset of the accelerator";
                    default -> "reset of accelerator and memory";
                };
        return how + ", " + cycles + " cycles";
    }

    @Override
    public void strike(ChaosRig rig) {
        if (kind == ChaosKind.RESET_PREPARED) {
            rig.write(RegisterMap.CTRL, ChaosRig.ABORT);
            rig.awaitClosed();
            rig.require(rig.memory().openBursts() == 0, "memory has open bursts though OPEN is 0");
        }
        rig.reset(cycles, kind == ChaosKind.RESET_ALL);
    }

    @Override
    public boolean resets() {
        return true;
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        return Expectation.of(RunEnd.RESET);
    }
}
