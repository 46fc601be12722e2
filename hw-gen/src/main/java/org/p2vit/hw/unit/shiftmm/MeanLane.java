// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.RowQuotient;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One channel of a row that is drained: quotient, rounding shift, saturation (numeric contract §5.2). Latency {@link #STAGES}, one sum per
 * cycle. Stage i is enabled by bit i of {@code advance}; {@code sum} and {@code magnitude} belong to the first, {@code reciprocal} to the second, {@code
 * shift} to stage {@link #SHIFT_STAGE}.
 */
final class MeanLane extends HwModule {
    static final int SHIFT_STAGE = RowQuotient.LATENCY;
    static final int STAGES = SHIFT_STAGE + RoundShift.LATENCY;

    final SInt sum = in(sint(ShiftLane.SUM_BITS));
    final UInt magnitude = in(uint(SumReciprocal.MAGNITUDE_BITS));
    final UInt reciprocal = in(uint(SumReciprocal.RECIPROCAL_BITS));
    final UInt shift = in(uint(5));
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final SInt result = out(sint(8));

    private final RowQuotient divide = inst(new RowQuotient(ShiftLane.SUM_BITS, 0));
    private final RoundShift roundShift = inst(new RoundShift(RowQuotient.BITS));
    private final Saturate saturate = inst(new Saturate(RowQuotient.BITS, 8));

    MeanLane() {
        assign(divide.value, sum);
        assign(divide.magnitude, magnitude);
        assign(divide.reciprocal, reciprocal);
        for (int stage = 0; stage < RowQuotient.LATENCY; stage++) {
            assign(divide.advance.get(stage), advance.get(stage));
        }
        assign(roundShift.value, divide.quotient);
        assign(roundShift.shift, shift);
        assign(roundShift.advance.get(0), advance.get(SHIFT_STAGE));
        assign(roundShift.advance.get(1), advance.get(SHIFT_STAGE + 1));
        assign(saturate.value, roundShift.result);
        assign(result, saturate.result);
    }
}
