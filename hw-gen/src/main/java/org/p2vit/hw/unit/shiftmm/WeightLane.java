// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import org.p2vit.quant.spec.NumericContract;

/** The sum Z of a token row's weights (numeric contract §5.2): a lane whose values are all 1. */
final class WeightLane extends ShiftLane {
    /** Bits of Z; a sign comes on top. */
    static final int SUM_BITS = 24;

    /** The leading one of the least Z. */
    static final int LEAST = NumericContract.WEIGHT_FRACTION_BITS;

    private static final int VALUE_BITS = 2;

    WeightLane(int keys) {
        super(keys, VALUE_BITS, SUM_BITS + 1, true);
    }
}
