// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One output of one row, numeric contract §2, §6, §8: accumulator + bias + (residual << residualShift), or what a variant puts in place of it;
 * rounding shift, saturation, GELU. One number a cycle in {@link #STAGES} stages; stage i is enabled by {@code advance[i]}, the valid bit of the
 * number in it.
 *
 * <p>All operands come in stage 0 but {@code shift}, in stage {@link #SHIFT_STAGE}, {@code toStream}, in the last but one, and {@code useGelu},
 * in the last.
 * {@code rounded} is complete after stage {@link #ROUNDED_STAGE}, {@code code} after the last, of 8 bits unless {@code toStream}.
 */
abstract class RequantLane extends HwModule {
    static final int SHIFT_STAGE = 2;
    static final int ROUNDED_STAGE = SHIFT_STAGE + RoundShift.LATENCY - 1;
    static final int STAGES = ROUNDED_STAGE + 3;
    /** z, and the bias in it; the rounding cell needs no bit for its constant. */
    static final int SUM_BITS = 31;
    /** A bias as it is stored, a logit as it is delivered. */
    static final int STORED_BITS = 32;

    static final int CODE_BITS = ArrayConfig.STREAM_BITS;

    static final int LIFTED_BITS = CODE_BITS + 16;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt accumulator = in(sint(AccumulatorRows.BITS));
    public final SInt bias = in(sint(SUM_BITS));
    public final SInt residual = in(sint(CODE_BITS));
    public final UInt residualShift = in(uint(5));
    public final UInt shift = in(uint(5));
    /** Whether the code is one of the residual stream. */
    public final Bool toStream = in(bool());

    public final Bool useGelu = in(bool());
    public final GeluWrite geluWrite = in(new GeluWrite());
    public final SInt rounded = out(sint(SUM_BITS));
    public final Bits code = out(reg(bits(CODE_BITS)));

    private final SInt biased = reg(sint(SUM_BITS));
    private final SInt lifted = reg(sint(LIFTED_BITS));
    private final SInt sum = reg(sint(SUM_BITS));
    private final RoundShift round = inst(new RoundShift(SUM_BITS));
    private final Saturate saturateStream = inst(new Saturate(SUM_BITS, CODE_BITS));
    private final Saturate saturate = inst(new Saturate(CODE_BITS, 8));
    private final SInt saturated = reg(sint(CODE_BITS));
    private final GeluTable gelu = inst(new GeluTable());

    RequantLane() {
        definedAs(RequantLane.class);
    }

    /** Stage 0; returns what stage 1 makes of accumulator, bias and residual. */
    final SInt added() {
        when(advance.get(0), () -> {
            assign(biased, add(resize(accumulator, SUM_BITS), bias));
            assign(lifted, shlKeep(resize(residual, LIFTED_BITS), residualShift));
        });
        return add(biased, resize(lifted, SUM_BITS));
    }

    /** From stage 1 on. */
    final void finish(SInt summed) {
        when(advance.get(1), () -> assign(sum, summed));
        assign(round.value, sum);
        assign(round.shift, shift);
        assign(round.advance.get(0), advance.get(SHIFT_STAGE));
        assign(round.advance.get(1), advance.get(SHIFT_STAGE + 1));
        assign(rounded, round.result);
        assign(saturateStream.value, round.result);
        assign(saturate.value, saturateStream.result);
        SInt narrow = resize(saturate.result, CODE_BITS);
        when(advance.get(STAGES - 2), () -> assign(saturated, mux(toStream, saturateStream.result, narrow)));
        assign(gelu.write, geluWrite);
        assign(gelu.code, asBits(slice(saturated, 7, 0)));
        SInt activated = resize(asSInt(gelu.result), CODE_BITS);
        when(advance.get(STAGES - 1), () -> assign(code, asBits(mux(useGelu, activated, saturated))));
    }
}
