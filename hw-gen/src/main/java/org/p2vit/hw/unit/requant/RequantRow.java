// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** The {@link RequantLane}s of one token row: W outputs a cycle. Signals are the lanes', output 0 lowest. */
final class RequantRow extends HwModule {
    static final int EXPONENT_BITS = 4;

    public final List<Bool> advance = list(RequantLane.STAGES, stage -> in(bool()));
    public final Bits accumulators;
    public final Bits residual;
    public final Bool useResidual = in(bool());
    public final List<Bits> bias;
    public final List<UInt> residualShift;
    public final List<UInt> shift;
    /** Added to every shift, one cycle before the lanes take it; null for a row that takes shifts as they come. */
    public final UInt exponent;

    public final Bool useGelu = in(bool());
    public final GeluWrite geluWrite = in(new GeluWrite());
    public final Bits rounded;
    public final Bits codes;
    private final List<RequantLane> outputs;

    RequantRow(int word, boolean rowShift) {
        accumulators = in(bits(AccumulatorRows.BITS * word));
        residual = in(bits(8 * word));
        bias = list(word, o -> in(bits(RequantLane.SUM_BITS)));
        residualShift = list(word, o -> in(uint(5)));
        shift = list(word, o -> in(uint(5)));
        exponent = rowShift ? in(uint(EXPONENT_BITS)) : null;
        rounded = out(bits(RequantLane.SUM_BITS * word));
        codes = out(bits(8 * word));
        outputs = list(word, o -> inst(new RequantLane()));
        Bits added = named("added", mux(useResidual, residual, 0));
        for (int o = 0; o < word; o++) {
            RequantLane lane = outputs.get(o);
            for (int stage = 0; stage < RequantLane.STAGES; stage++) {
                assign(lane.advance.get(stage), advance.get(stage));
            }
            assign(lane.accumulator, asSInt(word(accumulators, o, AccumulatorRows.BITS)));
            assign(lane.residual, asSInt(word(added, o, 8)));
            assign(lane.bias, asSInt(bias.get(o)));
            assign(lane.residualShift, residualShift.get(o));
            assign(lane.shift, rowShift ? raised(o) : shift.get(o));
            assign(lane.useGelu, useGelu);
            assign(lane.geluWrite, geluWrite);
        }
        assign(rounded, pack(outputs.stream().map(lane -> lane.rounded).toList()));
        assign(codes, pack(outputs.stream().map(lane -> lane.code).toList()));
    }

    private UInt raised(int output) {
        UInt sum = add(shift.get(output), resize(exponent, width(shift.get(output))));
        return named("shift_" + output + "_raised", regNextWhen(sum, advance.get(RequantLane.SHIFT_STAGE - 1)));
    }
}
