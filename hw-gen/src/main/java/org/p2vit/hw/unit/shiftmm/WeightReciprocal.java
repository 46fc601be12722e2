// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * R[u] and e of a row whose weights sum to Z, for 2^13 ≤ Z &lt; 2^15 (numeric contract §5.2); other Z give some number. The result
 * follows {@code valid} after 1 cycle, one sum per cycle.
 */
final class WeightReciprocal extends HwModule {
    /** Of Z the bits above the lowest 5, which the contract does not look at. */
    static final int SUM_BITS = 10;

    static final int SUM_LOW = 5;
    static final int RESULT_BITS = 15;
    private static final int INDEX_BITS = 8;

    final Bool valid = in(bool());
    /** Z >> 5. */
    final UInt sum = in(uint(SUM_BITS));
    /** e, in the cycle of {@code sum}. */
    final Bool exponent = out(bool());

    final UInt reciprocal = out(reg(uint(RESULT_BITS)));
    private final HwMemory<UInt> reciprocals = rom(() -> uint(RESULT_BITS), ContractTables.reciprocals());

    WeightReciprocal() {
        assign(exponent, msb(sum));
        UInt index = mux(exponent, slice(sum, INDEX_BITS, 1), slice(sum, INDEX_BITS - 1, 0));
        UInt found = reciprocals.readAsync(index);
        when(valid, () -> assign(reciprocal, found));
    }
}
