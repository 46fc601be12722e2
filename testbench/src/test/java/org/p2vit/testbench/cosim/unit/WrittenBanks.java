// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.p2vit.testbench.verilator.Model;

/** The banks that a unit writes to. */
public final class WrittenBanks {
    private WrittenBanks() {}

    /**
     * Those that a bus names one by one, or by its group and mask; without a mask all of the group.
     *
     * @param lanes banks of a group
     */
    public static int[] of(Model model, String bus, int lanes) {
        if (model.hasPin(bus + "_banks")) {
            return BitSet.valueOf(new long[] {model.get(bus + "_banks")}).stream()
                    .toArray();
        }
        long mask = model.hasPin(bus + "_mask") ? model.get(bus + "_mask") : -1;
        int first = (int) model.get(bus + "_group") * lanes;
        return IntStream.range(0, lanes)
                .filter(lane -> (mask >> lane & 1) == 1)
                .map(lane -> first + lane)
                .toArray();
    }
}
