// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.DontName;

/** Lanes that can divide their accumulators; the ports are the row's. */
final class DividingLanes extends RowLanes {
    final DividedRow division = named("division", in(new DividedRow()));
    final Bool divide = named("divide", in(bool()));
    /** The accumulators, {@link DividingLane#AHEAD} cycles before their stage. */
    final Bits dividends;

    @DontName
    private final List<DividingLane> lanes = new ArrayList<>();

    DividingLanes(int word) {
        dividends = named("dividends", in(bits(AccumulatorRows.BITS * word)));
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
        assign(lane.divide, divide);
        assign(lane.dividend, asSInt(word(dividends, output, AccumulatorRows.BITS)));
    }
}
