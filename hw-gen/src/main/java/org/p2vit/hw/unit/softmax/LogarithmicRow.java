// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The second pass of one pipe with logarithmic codes: {@code c = min(15, distance)}, and 15 where no key is (numeric contract §5.1). Takes a word of logits per cycle;
 * its codes stand {@link #LATENCY} cycles later.
 */
final class LogarithmicRow extends CodeRow {
    static final int LATENCY = DistanceLane.STAGES + 1;
    static final int CODE_BITS = 4;
    private static final int ZERO_CODE = NumericContract.SOFTMAX_ZERO_CODE;

    LogarithmicRow(int word) {
        super(word, CODE_BITS, DistanceLane.STAGES);
        UInt shiftLate = apart(delay("shift", shift, DistanceLane.SHIFT_STAGE));
        Bool lastLate = delay("last", last, DistanceLane.STAGES);
        UInt lastKeyLate = delay("lastKey", lastKey, DistanceLane.STAGES);
        List<UInt> found = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            DistanceLane lane = named("lane_" + key, inst(new DistanceLane()));
            assign(lane.logit, asSInt(word(logits, key, 8)));
            assign(lane.maximum, maximum);
            assign(lane.shift, shiftLate);
            stages.enable(lane.advance, 0);
            Bool far = orReduce(shr(lane.distance, CODE_BITS));
            Bool none = named("none_" + key, or(far, LogitPlace.absent(lastLate, lastKeyLate, key)));
            UInt code = mux(none, ZERO_CODE, resize(lane.distance, CODE_BITS));
            found.add(named("code_" + key, stages.hold(code, DistanceLane.STAGES)));
        }
        assign(codes, pack(found));
    }
}
