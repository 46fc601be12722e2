// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RowQuotient;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * A lane that can put the accumulator over the sum of its row's weights, numeric contract §5.2, in place of the accumulator. What is divided
 * comes {@link #AHEAD} cycles before the accumulator, {@code divide} belongs to the stage behind that.
 */
final class DividingLane extends RequantLane {
    /** Cycles by which the quotient is begun before the accumulator's stage. */
    static final int AHEAD = RowQuotient.LATENCY - 1;

    /** The contract's shift, less what magnitudes count from. */
    private static final int QUOTIENT_LIFT = NumericContract.QUOTIENT_SHIFT - SumReciprocal.LEAST_UNIFORM;

    public final DividedRow division = in(new DividedRow());
    /** Of the division. */
    public final List<Bool> divisionAdvance = list(RowQuotient.LATENCY, stage -> in(bool()));

    public final Bool divide = in(bool());
    /** The accumulator, {@link #AHEAD} cycles before its stage. */
    public final SInt dividend = in(sint(AccumulatorRows.BITS));

    private final RowQuotient divider = inst(new RowQuotient(AccumulatorRows.BITS, QUOTIENT_LIFT));

    DividingLane() {
        assign(divider.value, dividend);
        assign(divider.magnitude, division.magnitude);
        assign(divider.reciprocal, division.reciprocal);
        for (int stage = 0; stage < RowQuotient.LATENCY; stage++) {
            assign(divider.advance.get(stage), divisionAdvance.get(stage));
        }
        finish(mux(divide, resize(divider.quotient, AccumulatorRows.BITS), held()));
    }
}
