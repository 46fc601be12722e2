// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One output of one row, numeric contract §2, §6, §8: {@code ((accumulator << 4) >> (shift − ρ)) + bias + ((residual << 12) >> (residualShift − κ))}, or with what a variant puts in
 * place of the accumulator; without the last four bits, saturated, through {@link GeluPipe}. The bias has the 8 in it that rounds. One number a cycle in {@link #STAGES} stages; stage i is enabled by
 * {@code advance[i]}, the valid bit of the number in it.
 *
 * <p>What belongs to the residual comes in stage 0, the accumulator and what shifts it in stage {@link #ACCUMULATOR_STAGE}, {@code bias} in stage {@link #BIAS_STAGE}, {@code toStream} in stage
 * {@link #CODE_STAGE}, what else the pipe takes in the stages that it counts from there, and {@code piped} in the last.
 * {@code rounded} is complete after stage {@link #ROUNDED_STAGE}, {@code code} after the last, of 8 bits unless it is one of the stream.
 */
abstract class RequantLane extends HwModule {
    static final int ACCUMULATOR_STAGE = 1;
    static final int BIAS_STAGE = ACCUMULATOR_STAGE + 1;
    static final int ROUNDED_STAGE = BIAS_STAGE + 1;
    private static final int VALUE_STAGE = ROUNDED_STAGE + 1;
    static final int CODE_STAGE = VALUE_STAGE + 1;
    static final int STAGES = CODE_STAGE + GeluPipe.STAGES + 1;
    /** z, with what rounds it; also a bias as it is stored and a logit as it is delivered. */
    static final int SUM_BITS = 32;

    static final int CODE_BITS = NumericContract.STREAM_BITS;

    /** Of the shift of a residual. */
    static final int RESIDUAL_SHIFT_BITS = 32 - Integer.numberOfLeadingZeros(NumericContract.MAX_RESIDUAL_SHIFT);

    static final int LIFTED_BITS = CODE_BITS + NumericContract.RESIDUAL_LIFT_BITS;
    private static final int GUARD_BITS = NumericContract.REQUANT_GUARD_BITS;
    /** A logit. */
    static final int ROUNDED_BITS = SUM_BITS - GUARD_BITS;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt accumulator = in(sint(AccumulatorRows.BITS));
    /** ρ. */
    public final UInt rowExponent = in(uint(BlockWord.EXPONENT_BITS));

    public final SInt bias = in(sint(SUM_BITS));
    public final SInt residual = in(sint(CODE_BITS));
    /** κ. */
    public final UInt residualExponent = in(uint(BlockWord.EXPONENT_BITS));

    public final UInt residualShift = in(uint(RESIDUAL_SHIFT_BITS));
    public final UInt shift = in(uint(5));
    public final Bool toStream = in(bool());
    public final GeluIndex geluIndex = in(new GeluIndex());
    /** By which the pipe shifts. */
    public final UInt blockDistance = in(uint(GeluPipe.DISTANCE_BITS));

    /** {@code toStream} of the code. */
    public final Bool streamCode = in(bool());
    /** The code is what comes out of the pipe. */
    public final Bool piped = in(bool());
    /** What exponent the block needs, as {@link GeluPipe} says. */
    public final Bits peak = out(bits(GeluPipe.PEAK_BITS));

    public final SInt rounded = out(sint(ROUNDED_BITS));
    public final Bits code = out(reg(bits(CODE_BITS)));

    private final SInt added = reg(sint(CODE_BITS));
    private final UInt residualDistance = reg(uint(RESIDUAL_SHIFT_BITS));
    private final UInt distance = reg(uint(5));
    private final SInt lifted = reg(sint(LIFTED_BITS));
    private final SInt shifted = reg(sint(SUM_BITS));
    private final SInt biased = reg(sint(SUM_BITS));
    /** z without the bits below the unit. */
    private final SInt sum = reg(sint(ROUNDED_BITS));

    private final Saturate saturateValue = inst(new Saturate(ROUNDED_BITS, GeluPipe.VALUE_BITS));
    private final SInt value = reg(sint(GeluPipe.VALUE_BITS));
    private final Saturate saturate = inst(new Saturate(GeluPipe.VALUE_BITS, Byte.SIZE));
    private final GeluPipe pipe = inst(new GeluPipe());

    RequantLane() {
        definedAs(RequantLane.class);
    }

    /** The accumulator behind its stage. */
    final SInt held() {
        return named("held", regNextWhen(accumulator, advance.get(ACCUMULATOR_STAGE)));
    }

    /** @param summed behind the accumulator's stage, what is shifted */
    final void finish(SInt summed) {
        when(advance.get(0), () -> {
            assign(added, residual);
            assign(residualDistance, sub(residualShift, resize(residualExponent, RESIDUAL_SHIFT_BITS)));
        });
        when(advance.get(ACCUMULATOR_STAGE), () -> {
            assign(distance, sub(shift, resize(rowExponent, 5)));
            SInt raised = shl(added, NumericContract.RESIDUAL_LIFT_BITS);
            assign(lifted, shr(raised, residualDistance));
        });
        when(advance.get(BIAS_STAGE), () -> {
            assign(shifted, shr(shl(summed, GUARD_BITS), distance));
            assign(biased, add(bias, resize(lifted, SUM_BITS)));
        });
        when(advance.get(ROUNDED_STAGE), () -> assign(sum, shr(add(shifted, biased), GUARD_BITS)));
        assign(rounded, sum);
        assign(saturateValue.value, sum);
        when(advance.get(VALUE_STAGE), () -> assign(value, saturateValue.result));
        assign(saturate.value, value);
        SInt saturated = saturate.result;
        assign(pipe.value, value);
        assign(pipe.toStream, toStream);
        assign(pipe.index, geluIndex);
        assign(pipe.distance, blockDistance);
        assign(pipe.streamCode, streamCode);
        assign(peak, pipe.peak);
        for (int stage = 0; stage < GeluPipe.STAGES; stage++) {
            assign(pipe.advance.get(stage), advance.get(CODE_STAGE + stage));
            saturated = named("saturated_" + stage, regNextWhen(saturated, advance.get(CODE_STAGE + stage)));
        }
        SInt plain = resize(saturated, CODE_BITS);
        when(advance.get(STAGES - 1), () -> assign(code, asBits(mux(piped, pipe.code, plain))));
    }
}
