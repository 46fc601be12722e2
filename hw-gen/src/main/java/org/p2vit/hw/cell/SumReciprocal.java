// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * What a division by the sum Z of a row's weights takes (numeric contract §5.2): {@code reciprocal}, R of the 8 bits below the leading one, {@link #LATENCY}
 * cycles after {@code start}; a cycle earlier {@code magnitude}, floor(log2 Z) less the least it can be. One sum per cycle.
 */
public final class SumReciprocal extends HwModule {
    public static final int MAGNITUDE_BITS = 4;
    public static final int RECIPROCAL_BITS = 15;
    /** Both. */
    public static final int DIVISOR_BITS = RECIPROCAL_BITS + MAGNITUDE_BITS;

    public static final int LATENCY = 3;
    /** floor(log2 Z) of the least Z of uniform weights, 255. */
    public static final int LEAST_UNIFORM = 7;

    private static final int INDEX_BITS = 8;

    public final Bool start = in(bool());
    public final UInt sum;
    public final UInt reciprocal = out(reg(uint(RECIPROCAL_BITS)));

    private final UInt held;
    private final UInt leading;
    private final UInt index;
    public final UInt magnitude = out(reg(uint(MAGNITUDE_BITS)));

    private final HwMemory<UInt> reciprocals = rom(() -> uint(RECIPROCAL_BITS), RomContents.reciprocals());

    /** For sums of {@code sumBits} with their leading one at bit {@code least}, 8 or more, or above. */
    public SumReciprocal(int sumBits, int least) {
        sum = in(uint(sumBits));
        UInt position = named("position", wire(uint(MAGNITUDE_BITS)));
        assign(position, 0);
        for (int above = 1; above < sumBits - least; above++) {
            int found = above;
            when(bit(sum, least + above), () -> assign(position, found));
        }
        held = regNextWhen(sum, start);
        leading = regNextWhen(position, start);
        ValidPipeline stages = named("valid", new ValidPipeline(start, LATENCY - 1));
        List<UInt> windows = list(16, a -> {
            int low = least - INDEX_BITS + Math.min(a, sumBits - least - 1);
            return slice(held, low + INDEX_BITS - 1, low);
        });
        index = stages.hold(muxByIndex(windows, leading), 1);
        when(stages.at(1), () -> assign(magnitude, leading));
        UInt found = reciprocals.readAsync(index);
        when(stages.at(2), () -> assign(reciprocal, found));
    }
}
