// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate8;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One output of one row, numeric contract §2, §6, §8: accumulator + bias + (residual << residualShift), rounding shift,
 * saturation, GELU. One number a cycle in {@link #STAGES} stages; stage i is enabled by {@code advance[i]}, the valid bit of the
 * number in it.
 *
 * <p>All operands come in stage 0 but {@code shift}, in stage {@link #SHIFT_STAGE}, and {@code useGelu}, in the last.
 * {@code rounded} is complete after stage {@link #ROUNDED_STAGE}, {@code code} after the last.
 */
final class RequantLane extends HwModule {
    static final int SHIFT_STAGE = 2;
    static final int ROUNDED_STAGE = SHIFT_STAGE + RoundShift.LATENCY - 1;
    static final int STAGES = ROUNDED_STAGE + 3;
    static final int SUM_BITS = 32;

    private static final int LIFTED_BITS = 24; // int8 << 16

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt accumulator = in(sint(AccumulatorRows.BITS));
    public final SInt bias = in(sint(SUM_BITS));
    public final SInt residual = in(sint(8));
    public final UInt residualShift = in(uint(5));
    public final UInt shift = in(uint(5));
    public final Bool useGelu = in(bool());
    public final GeluWrite geluWrite = in(new GeluWrite());
    public final SInt rounded = out(sint(SUM_BITS));
    public final Bits code = out(reg(bits(8)));

    private final SInt biased = reg(sint(SUM_BITS));
    private final SInt lifted = reg(sint(LIFTED_BITS));
    private final SInt sum = reg(sint(SUM_BITS));
    private final RoundShift round = inst(new RoundShift(SUM_BITS));
    private final Saturate8 saturate = inst(new Saturate8(SUM_BITS));
    private final Bits saturated = reg(bits(8));
    private final GeluTable gelu = inst(new GeluTable());

    RequantLane() {
        when(advance.get(0), () -> {
            assign(biased, add(resize(accumulator, SUM_BITS), bias));
            assign(lifted, shlKeep(resize(residual, LIFTED_BITS), residualShift));
        });
        when(advance.get(1), () -> assign(sum, add(biased, resize(lifted, SUM_BITS))));
        assign(round.value, sum);
        assign(round.shift, shift);
        assign(round.advance.get(0), advance.get(SHIFT_STAGE));
        assign(round.advance.get(1), advance.get(SHIFT_STAGE + 1));
        assign(rounded, round.result);
        assign(saturate.value, round.result);
        when(advance.get(STAGES - 2), () -> assign(saturated, asBits(saturate.result)));
        assign(gelu.write, geluWrite);
        assign(gelu.code, saturated);
        when(advance.get(STAGES - 1), () -> assign(code, mux(useGelu, gelu.result, saturated)));
    }
}
