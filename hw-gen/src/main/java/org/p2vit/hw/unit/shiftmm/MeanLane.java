// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate8;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One channel of a row that is drained: {@code sat8(roundShift(roundShift(sum·R, 14), shift))} (numeric contract §5.2). Latency {@link #STAGES},
 * one sum per cycle.
 *
 * <p>Stages: operand, product, quotient, two of rounding shift. Stage i is enabled by bit i of {@code advance}; {@code sum} belongs to the
 * first, {@code reciprocal} to the second, {@code shift} to stage {@link #SHIFT_STAGE}. The first three are the registers of one DSP block.
 */
final class MeanLane extends HwModule {
    static final int SHIFT_STAGE = 3;
    static final int STAGES = SHIFT_STAGE + RoundShift.LATENCY;

    private static final int QUOTIENT_SHIFT = 14;
    private static final int QUOTIENT_BITS = 24;
    private static final int PRODUCT_BITS = QUOTIENT_BITS + QUOTIENT_SHIFT;

    final SInt sum = in(sint(ShiftLane.SUM_BITS));
    final UInt reciprocal = in(uint(WeightReciprocal.RESULT_BITS));
    final UInt shift = in(uint(5));
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final SInt result = out(sint(8));

    private final SInt operand;
    private final SInt product;
    /** The quotient in its high bits. */
    private final SInt rounded;

    private final RoundShift roundShift = inst(new RoundShift(QUOTIENT_BITS));
    private final Saturate8 saturate = inst(new Saturate8(QUOTIENT_BITS));

    MeanLane() {
        operand = regNextWhen(sum, advance.get(0));
        SInt factor = asSInt(resize(reciprocal, WeightReciprocal.RESULT_BITS + 1));
        product = regNextWhen(resize(mul(operand, factor), PRODUCT_BITS), advance.get(1));
        // The adder of the DSP block, so not the cell for rounding shifts.
        rounded = regNextWhen(add(product, 1 << (QUOTIENT_SHIFT - 1)), advance.get(2));
        assign(roundShift.value, shr(rounded, QUOTIENT_SHIFT));
        assign(roundShift.shift, shift);
        assign(roundShift.advance.get(0), advance.get(SHIFT_STAGE));
        assign(roundShift.advance.get(1), advance.get(SHIFT_STAGE + 1));
        assign(saturate.value, roundShift.result);
        assign(result, saturate.result);
    }
}
