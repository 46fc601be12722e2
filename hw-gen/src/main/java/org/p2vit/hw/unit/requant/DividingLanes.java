// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.DontName;

/** Lanes that can divide their accumulators; the ports are the row's. */
final class DividingLanes extends RowLanes {
    final DividedRow division = named("division", in(new DividedRow()));
    /** There is a dividend in the next cycle. */
    final Bool dividesSoon = named("dividesSoon", in(bool()));

    /** In the next cycle the quotient is what counts, not the accumulator. */
    final Bool quotientSoon = named("quotientSoon", in(bool()));

    /** The accumulators, {@link DividingLane#AHEAD} cycles before their stage. */
    final Bits dividends;

    @DontName
    private final List<DividingLane> lanes = new ArrayList<>();

    @DontName
    private final List<ValidPipeline> stages;

    @DontName
    private final List<Bool> divide;

    DividingLanes(int word) {
        dividends = named("dividends", in(bits(AccumulatorRows.BITS * word)));
        ValidPipeline dividing = named("dividing", new ValidPipeline(dividesSoon, 0));
        int parts = word / RequantRow.PART;
        stages = list(parts, part -> dividing.copy("dividing_part_" + part));
        divide = list(parts, part -> named("divide_" + part, apart(regNext(quotientSoon))));
    }

    @Override
    RequantLane add() {
        lanes.add(inst(new DividingLane()));
        return lanes.get(lanes.size() - 1);
    }

    @Override
    void connect(int output) {
        DividingLane lane = lanes.get(output);
        assign(lane.division, division);
        stages.get(output / RequantRow.PART).enable(lane.divisionAdvance, 1);
        assign(lane.divide, divide.get(output / RequantRow.PART));
        assign(lane.dividend, asSInt(word(dividends, output, AccumulatorRows.BITS)));
    }
}
