// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.RowQuotient;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One output of one row, numeric contract §2, §5.2, §6, §8: accumulator + bias + (residual << residualShift), or the accumulator over the sum of its row's weights;
 * rounding shift, saturation, GELU. One number a cycle in {@link #STAGES} stages; stage i is enabled by {@code advance[i]}, the valid bit of the
 * number in it.
 *
 * <p>All operands come in stage 0 but {@code shift}, in stage {@link #SHIFT_STAGE}, {@code toStream}, in the last but one, and {@code useGelu},
 * in the last. What is divided comes {@link #AHEAD} cycles before.
 * {@code rounded} is complete after stage {@link #ROUNDED_STAGE}, {@code code} after the last, of 8 bits unless {@code toStream}.
 */
final class RequantLane extends HwModule {
    static final int SHIFT_STAGE = 2;
    static final int ROUNDED_STAGE = SHIFT_STAGE + RoundShift.LATENCY - 1;
    static final int STAGES = ROUNDED_STAGE + 3;
    /** z, and the bias in it; the rounding cell needs no bit for its constant. */
    static final int SUM_BITS = 31;
    /** A bias as it is stored, a logit as it is delivered. */
    static final int STORED_BITS = 32;
    /** Cycles by which the quotient is begun before stage 0. */
    static final int AHEAD = RowQuotient.LATENCY - 1;

    static final int CODE_BITS = ArrayConfig.STREAM_BITS;

    /** The contract's shift, less what magnitudes count from. */
    private static final int QUOTIENT_LIFT = NumericContract.QUOTIENT_SHIFT - SumReciprocal.LEAST_UNIFORM;

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
    /** Null where nothing is divided; {@code divide} belongs to stage 1. */
    public final DividedRow division;

    public final Bool divide;
    public final SInt rounded = out(sint(SUM_BITS));
    public final Bits code = out(reg(bits(CODE_BITS)));

    /** The accumulator, {@link #AHEAD} cycles before stage 0. */
    public final SInt dividend;

    private final RowQuotient divider;
    private final SInt biased = reg(sint(SUM_BITS));
    private final SInt lifted = reg(sint(LIFTED_BITS));
    private final SInt sum = reg(sint(SUM_BITS));
    private final RoundShift round = inst(new RoundShift(SUM_BITS));
    private final Saturate saturateStream = inst(new Saturate(SUM_BITS, CODE_BITS));
    private final Saturate saturate = inst(new Saturate(CODE_BITS, 8));
    private final SInt saturated = reg(sint(CODE_BITS));
    private final GeluTable gelu = inst(new GeluTable());

    RequantLane(boolean divides) {
        division = divides ? in(new DividedRow()) : null;
        divide = divides ? in(bool()) : null;
        dividend = divides ? in(sint(AccumulatorRows.BITS)) : null;
        divider = divides ? inst(new RowQuotient(AccumulatorRows.BITS, QUOTIENT_LIFT)) : null;
        if (divides) {
            assign(divider.value, dividend);
            assign(divider.magnitude, division.magnitude);
            assign(divider.reciprocal, division.reciprocal);
            for (int stage = 0; stage < RowQuotient.LATENCY; stage++) {
                assign(divider.advance.get(stage), bit(division.advance, stage));
            }
        }
        when(advance.get(0), () -> {
            assign(biased, add(resize(accumulator, SUM_BITS), bias));
            assign(lifted, shlKeep(resize(residual, LIFTED_BITS), residualShift));
        });
        SInt added = add(biased, resize(lifted, SUM_BITS));
        SInt summed = divides ? mux(divide, resize(divider.quotient, SUM_BITS), added) : added;
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
