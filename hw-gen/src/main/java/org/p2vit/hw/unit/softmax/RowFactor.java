// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * What the third pass needs of a row's sum S, for 2^15 ≤ S &lt; 2^25. {@code valid} and {@code result} follow {@code start} after 3 cycles; one
 * sum per cycle. This class finds a and the table index (S >> (a + 7)) & 255 of numeric contract §5; subclasses look it up.
 */
abstract class RowFactor extends HwModule {
    static final int SUM_BITS = 25;
    static final int MAGNITUDE_BITS = 4;
    private static final int LEAST = 15;
    private static final int INDEX_BITS = 8;

    final Bool start = in(bool());
    final UInt sum = in(uint(SUM_BITS));
    final Bool valid = out(bool());
    final Bits result;

    private final UInt held;
    private final UInt leading;
    protected final UInt index;
    /** a, when {@code index} is there. */
    protected final UInt magnitude;
    /** In the cycle of {@code index}. */
    protected final Bool indexed;

    RowFactor(int resultBits) {
        UInt position = named("position", wire(uint(MAGNITUDE_BITS)));
        assign(position, 0);
        for (int a = 1; a < SUM_BITS - LEAST; a++) {
            int found = a;
            when(bit(sum, LEAST + a), () -> assign(position, found));
        }
        held = regNextWhen(sum, start);
        leading = regNextWhen(position, start);
        Bool stage1 = named("valid_1", regNext(start, false));
        indexed = named("valid_2", regNext(stage1, false));
        List<UInt> windows = list(16, a -> {
            int low = LEAST - INDEX_BITS + Math.min(a, SUM_BITS - LEAST - 1);
            return slice(held, low + INDEX_BITS - 1, low);
        });
        index = regNextWhen(muxByIndex(windows, leading), stage1);
        magnitude = regNextWhen(leading, stage1);
        result = out(reg(bits(resultBits)));
        assign(valid, named("valid_3", regNext(indexed, false)));
    }
}
