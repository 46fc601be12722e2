// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

/** The sum Z of a token row's weights (numeric contract §5.2): a lane whose values are all 1. */
final class WeightLane extends ShiftLane {
    /** Z < 2^15, and a sign; sums of rows that do not exist may wrap. */
    static final int SUM_BITS = 16;

    private static final int VALUE_BITS = 2;

    WeightLane(int keys) {
        super(keys, VALUE_BITS, SUM_BITS, true);
    }
}
