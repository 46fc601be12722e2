// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.dsl.HwMemory;
import spinal.core.UInt;

/** R and a of numeric contract §5.3: R by its table in the low bits of the result, a above. */
final class RowReciprocal extends RowFactor {
    static final int RECIPROCAL_BITS = 15;
    static final int RESULT_BITS = RECIPROCAL_BITS + MAGNITUDE_BITS;

    private final HwMemory<UInt> reciprocals = rom(() -> uint(RECIPROCAL_BITS), ContractTables.reciprocals());

    RowReciprocal() {
        super(RESULT_BITS);
        UInt reciprocal = reciprocals.readAsync(index);
        when(indexed, () -> assign(result, cat(magnitude, reciprocal)));
    }
}
