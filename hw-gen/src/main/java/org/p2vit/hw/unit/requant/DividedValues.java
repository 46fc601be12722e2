// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.Hdl;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.DontName;

/** For attention on the multipliers: values go across the banks of WGT as V^T, and sums of A·V are divided by those of their row's weights. */
public final class DividedValues extends RequantValues {
    /** Cycles from taking a row group to its write. */
    public static final int LATENCY = RequantUnit.latency(DividingLane.AHEAD);

    /** Rows of values are being written, a bit for each bank of WGT, so that none drives all of them. */
    public final Bits toColumns;

    @DontName
    private final List<Bool> writing;

    /** What rows are divided by. */
    public final GroupReadPort divisors;

    @DontName
    private final List<DividingLanes> rows = new ArrayList<>();

    public DividedValues(int lanes, int groups, int word) {
        toColumns = named("toColumns", out(bits(word)));
        writing = list(word, bank -> named("writing_" + bank, apart(reg(bool(), false))));
        assign(toColumns, pack(writing.stream().map(Hdl::asBits).toList()));
        divisors = named("divisors", master(new GroupReadPort(lanes, groups, SumReciprocal.DIVISOR_BITS)));
    }

    @Override
    Destination destination() {
        return Destination.WGT_TRANSPOSED;
    }

    @Override
    boolean divides() {
        return true;
    }

    @Override
    int ahead() {
        return DividingLane.AHEAD;
    }

    @Override
    OutputPlaces places() {
        return new StridedOutputs();
    }

    @Override
    RowLanes lanes(int word) {
        rows.add(new DividingLanes(word));
        return rows.get(rows.size() - 1);
    }

    @Override
    void deliver(Bool soon) {
        writing.forEach(bank -> assign(bank, soon));
    }

    @Override
    Bool delivered() {
        return writing.get(0);
    }

    @Override
    void ask(ValidPipeline valid, RequantStep step) {
        assign(divisors.valid, and(valid.at(1), step.options.divide.orElseThrow()));
        assign(divisors.address, step.divisorAddress.orElseThrow());
        assign(divisors.group, step.group);
    }

    /** A quotient is begun so early that it meets the sum of the same accumulators. */
    @Override
    void connect(int lane, AccumulatorRows early, ValidPipeline valid, RequantStep atAccumulator) {
        DividingLanes row = rows.get(lane);
        Bits divisor = divisors.data.get(lane);
        Bits reciprocal = slice(divisor, SumReciprocal.RECIPROCAL_BITS - 1, 0);
        Bits magnitude = slice(divisor, SumReciprocal.DIVISOR_BITS - 1, SumReciprocal.RECIPROCAL_BITS);
        assign(row.dividends, early.rows.get(lane));
        assign(row.division.magnitude, asUInt(magnitude));
        assign(row.division.reciprocal, named("reciprocal_" + lane, regNext(asUInt(reciprocal))));
        assign(row.dividesSoon, valid.at(RequantUnit.DIVISOR - 1));
        assign(row.quotientSoon, atAccumulator.options.divide.orElseThrow());
    }
}
