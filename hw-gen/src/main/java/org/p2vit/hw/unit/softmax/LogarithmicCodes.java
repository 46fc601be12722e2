// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import spinal.core.Bool;
import spinal.core.UInt;

/** {@code c = min(15, (t + L + 128) >> 8)} (numeric contract §5.1), and 15 where no key is. */
final class LogarithmicCodes extends RowCodes {
    static final int LATENCY = 2 + RoundShift.LATENCY;
    private static final int CODE_BITS = 4;
    private static final int SUM_BITS = 14;
    private static final int FRACTION_BITS = 8;
    private static final int ZERO_CODE = 15;

    LogarithmicCodes(int word) {
        super(word, Coding.LOGARITHMIC);
        Bool lastLate = delay("last", last, LATENCY - 1);
        UInt lastKeyLate = delay("lastKey", lastKey, LATENCY - 1);
        UInt logarithm = asUInt(factor);
        List<UInt> found = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            UInt distance = asUInt(word(kept, key, ExponentialLane.DISTANCE_BITS));
            UInt exact = add(resize(distance, SUM_BITS), resize(logarithm, SUM_BITS));
            UInt sum = named("sum_" + key, regNextWhen(exact, valid));
            RoundShift rounding = named("rounding_" + key, inst(new RoundShift(SUM_BITS + 1)));
            assign(rounding.value, asSInt(resize(sum, SUM_BITS + 1)));
            assign(rounding.shift, FRACTION_BITS);
            assign(rounding.advance.get(0), stages.get(1));
            assign(rounding.advance.get(1), stages.get(2));
            UInt whole = asUInt(rounding.result);
            Bool none = or(ge(whole, ZERO_CODE), LogitPlace.absent(lastLate, lastKeyLate, key));
            UInt code = mux(none, ZERO_CODE, resize(whole, CODE_BITS));
            found.add(named("code_" + key, regNextWhen(code, stages.get(LATENCY - 1))));
        }
        assign(codes, pack(found));
    }
}
