// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * The rounding shift, numeric contract §1.1: {@code result = (value + 2^(shift-1)) >> shift}, and {@code value} for shift
 * 0. Ties go towards +infinity. It does not saturate: use {@link Saturate} behind it.
 *
 * <p>Latency {@link #LATENCY}, one value per cycle. The two stages are enabled by {@code advance}: bit 0 in the cycle of
 * the operands, bit 1 in the cycle after; a pipeline without stalls drives them with its valid bits.
 *
 * <p>Built as {@code (value >> shift) + value[shift-1]}, which is the same number and never overflows: the shifter keeps one
 * more bit below the point.
 */
public final class RoundShift extends HwModule {
    /** Cycles from operands to result. */
    public static final int LATENCY = 2;

    private static final int SHIFT_BITS = 5;

    public final SInt value;
    public final UInt shift = in(uint(SHIFT_BITS));
    public final List<Bool> advance = list(LATENCY, stage -> in(bool()));
    public final SInt result;
    private final SInt shifted;

    /** For values of {@code width} bits, 2 or more. */
    public RoundShift(int width) {
        check(width >= 2, "width is " + width + " but a rounding shift needs 2 bits or more");
        value = in(sint(width));
        result = out(reg(sint(width)));
        shifted = reg(sint(width + 1));
        when(advance.get(0), () -> assign(shifted, shr(shl(value, 1), shift)));
        when(advance.get(1), () -> assign(result, halfUp(shifted)));
    }

    /** What has one bit below the point, without it: rounded to nearest, ties towards +infinity. The result is a bit narrower, and must hold it. */
    public static SInt halfUp(SInt kept) {
        int bits = width(kept) - 1;
        return add(shr(kept, 1), asSInt(cat(bits(bits - 1, 0), bit(kept, 0))));
    }
}
