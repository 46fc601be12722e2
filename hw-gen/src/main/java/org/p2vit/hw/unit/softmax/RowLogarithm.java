// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * L = 256·log2(S / 2^15) of numeric contract §5.1 by its table, for 2^15 ≤ S &lt; 2^25. {@code valid} and {@code result} follow {@code start}
 * after 3 cycles; one sum per cycle.
 */
final class RowLogarithm extends HwModule {
    static final int SUM_BITS = 25;
    static final int RESULT_BITS = 12;
    private static final int LEAST = 15;
    private static final int INDEX_BITS = 8;

    final Bool start = in(bool());
    final UInt sum = in(uint(SUM_BITS));
    final Bool valid = out(bool());
    final UInt result;

    private final UInt held;
    private final UInt magnitude;
    private final UInt index;
    private final HwMemory<UInt> logarithms = rom(() -> uint(9), ContractTables.logarithms());

    RowLogarithm() {
        UInt leading = named("leading", wire(uint(4)));
        assign(leading, 0);
        for (int a = 1; a < SUM_BITS - LEAST; a++) {
            int position = a;
            when(bit(sum, LEAST + a), () -> assign(leading, position));
        }
        held = regNextWhen(sum, start);
        magnitude = regNextWhen(leading, start);
        Bool stage1 = named("valid_1", regNext(start, false));
        Bool stage2 = named("valid_2", regNext(stage1, false));

        List<UInt> windows = list(16, a -> {
            int low = LEAST - INDEX_BITS + Math.min(a, SUM_BITS - LEAST - 1);
            return slice(held, low + INDEX_BITS - 1, low);
        });
        index = regNextWhen(muxByIndex(windows, magnitude), stage1);
        UInt magnitudeLate = named("magnitude_1", regNextWhen(magnitude, stage1));

        UInt whole = asUInt(cat(magnitudeLate, bits(INDEX_BITS, 0)));
        UInt fraction = resize(logarithms.readAsync(index), RESULT_BITS);
        result = out(regNextWhen(add(whole, fraction), stage2));
        assign(valid, named("valid_3", regNext(stage2, false)));
    }
}
