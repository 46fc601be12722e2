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
 * <p>All operands come in stage 0 but {@code shift}, in stage {@link #SHIFT_STAGE}, {@code toStream}, in stage {@link #CODE_STAGE}, those of GELU, in the stages
 * that {@link GeluPipe} counts from there, and {@code useGelu}, in the last.
 * {@code rounded} is complete after stage {@link #ROUNDED_STAGE}, {@code code} after the last, of 8 bits unless {@code toStream}.
 */
abstract class RequantLane extends HwModule {
    static final int SHIFT_STAGE = 2;
    static final int ROUNDED_STAGE = SHIFT_STAGE + RoundShift.LATENCY - 1;
    private static final int VALUE_STAGE = ROUNDED_STAGE + 1;
    static final int CODE_STAGE = VALUE_STAGE + 1;
    static final int STAGES = CODE_STAGE + GeluPipe.STAGES + 1;
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
    public final GeluIndex geluIndex = in(new GeluIndex());
    public final SInt geluBias = in(sint(GeluPipe.BIAS_BITS));
    public final SInt rounded = out(sint(SUM_BITS));
    public final Bits code = out(reg(bits(CODE_BITS)));

    private final SInt biased = reg(sint(SUM_BITS));
    private final SInt lifted = reg(sint(LIFTED_BITS));
    private final SInt sum = reg(sint(SUM_BITS));
    private final RoundShift round = inst(new RoundShift(SUM_BITS));
    private final Saturate saturateValue = inst(new Saturate(SUM_BITS, GeluPipe.VALUE_BITS));
    private final SInt value = reg(sint(GeluPipe.VALUE_BITS));
    private final Saturate saturateStream = inst(new Saturate(GeluPipe.VALUE_BITS, CODE_BITS));
    private final Saturate saturate = inst(new Saturate(CODE_BITS, 8));
    private final GeluPipe gelu = inst(new GeluPipe());

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
        assign(saturateValue.value, round.result);
        when(advance.get(VALUE_STAGE), () -> assign(value, saturateValue.result));
        assign(saturateStream.value, value);
        assign(saturate.value, saturateStream.result);
        SInt narrow = resize(saturate.result, CODE_BITS);
        SInt saturated = mux(toStream, saturateStream.result, narrow);
        assign(gelu.value, value);
        assign(gelu.index, geluIndex);
        assign(gelu.bias, geluBias);
        for (int stage = 0; stage < GeluPipe.STAGES; stage++) {
            assign(gelu.advance.get(stage), advance.get(CODE_STAGE + stage));
            saturated = named("saturated_" + stage, regNextWhen(saturated, advance.get(CODE_STAGE + stage)));
        }
        SInt plain = saturated;
        SInt activated = resize(gelu.code, CODE_BITS);
        when(advance.get(STAGES - 1), () -> assign(code, asBits(mux(useGelu, activated, plain))));
    }
}
