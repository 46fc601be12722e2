// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.testbench.bus.AxiMemory.Channel;

/**
 * Channels stop. The run ends by the watchdog, or is right where the channels were no longer needed. While transfers are open a start must be
 * refused; then memory speaks again, or is reset with the accelerator.
 */
record Silence(Set<Channel> channels, boolean reset) implements Injection {
    static Silence draw(SplittableRandom random) {
        Channel[] all = Channel.values();
        Set<Channel> some =
                random.nextInt(3) == 0 ? EnumSet.allOf(Channel.class) : EnumSet.of(all[random.nextInt(all.length)]);
        return new Silence(some, random.nextBoolean());
    }

    @Override
    public String text() {
        return "silence of " + channels + ", " + (reset ? "then reset of all" : "which ends after the run");
    }

    @Override
    public void strike(ChaosRig rig) {
        rig.memory().silence(channels);
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        return Expectation.error(ErrorCode.TIMEOUT).or(RunEnd.RIGHT);
    }

    @Override
    public List<String> faults(ChaosRig rig) {
        return rig.open() ? rig.refusedStart() : List.of();
    }

    @Override
    public void recover(ChaosRig rig) {
        rig.memory().silence(EnumSet.noneOf(Channel.class));
        if (reset) {
            rig.reset(true);
        } else {
            rig.awaitClosed();
        }
    }
}
