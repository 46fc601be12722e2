// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Locale;
import java.util.SplittableRandom;
import org.p2vit.hw.program.CommandFormat;

/** The checksum alone is wrong: a driver refuses the program. Run all the same, it must be right, since no unit looks at it. */
record WrongChecksum(int mask) implements Injection {
    static WrongChecksum draw(SplittableRandom random) {
        return new WrongChecksum(random.nextBoolean() ? 1 << random.nextInt(32) : random.nextInt() | 1);
    }

    @Override
    public String text() {
        return String.format(Locale.ROOT, "checksum xor %08x", mask);
    }

    @Override
    public void prepare(ChaosRig rig) {
        int last = rig.commands() - 1;
        int word = CommandFormat.WORDS - 1;
        rig.setCommandWord(last, word, rig.command(last).word(word) ^ mask);
        rig.require(!rig.programHolds(), "a wrong checksum was not seen");
    }

    @Override
    public boolean startsAnyway() {
        return true;
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        return Expectation.right();
    }
}
