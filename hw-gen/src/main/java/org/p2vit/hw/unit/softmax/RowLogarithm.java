// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.dsl.HwMemory;
import spinal.core.UInt;

/** L = 256·log2(S / 2^15) of numeric contract §5.1 by its table. */
final class RowLogarithm extends RowFactor {
    static final int RESULT_BITS = 12;
    private static final int FRACTION_BITS = 8;

    private final HwMemory<UInt> logarithms = rom(() -> uint(9), ContractTables.logarithms());

    RowLogarithm() {
        super(RESULT_BITS);
        UInt whole = asUInt(cat(magnitude, bits(FRACTION_BITS, 0)));
        UInt fraction = resize(logarithms.readAsync(index), RESULT_BITS);
        when(indexed, () -> assign(result, asBits(add(whole, fraction))));
    }
}
