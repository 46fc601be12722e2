// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The third pass of one pipe: {@code c = min(15, (t + L + 128) >> 8)} (numeric contract §5.1), and 15 where no key is. Takes a
 * word of distances per cycle; the codes follow after {@link #LATENCY} cycles.
 */
final class CodeRow extends HwModule {
    static final int LATENCY = 2 + RoundShift.LATENCY;
    private static final int SUM_BITS = 14;
    private static final int FRACTION_BITS = 8;
    private static final int ZERO_CODE = 15;

    final Bool valid = in(bool());
    final Bits distances;
    final UInt logarithm = in(uint(RowLogarithm.RESULT_BITS));
    final Bool last = in(bool());
    final UInt lastKey;
    final Bits codes;

    CodeRow(int word) {
        distances = in(bits(ExponentialLane.DISTANCE_BITS * word));
        lastKey = in(uint(indexWidth(word)));
        codes = out(bits(4 * word));

        List<Bool> stages = new ArrayList<>(List.of(valid));
        for (int stage = 1; stage < LATENCY; stage++) {
            stages.add(named("valid_" + stage, regNext(stages.get(stage - 1), false)));
        }
        Bool lastLate = delay("last", last, LATENCY - 1);
        UInt lastKeyLate = delay("lastKey", lastKey, LATENCY - 1);
        List<UInt> found = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            UInt distance = asUInt(word(distances, key, ExponentialLane.DISTANCE_BITS));
            UInt exact = add(resize(distance, SUM_BITS), resize(logarithm, SUM_BITS));
            UInt sum = named("sum_" + key, regNextWhen(exact, valid));
            RoundShift rounding = named("rounding_" + key, inst(new RoundShift(SUM_BITS + 1)));
            assign(rounding.value, asSInt(resize(sum, SUM_BITS + 1)));
            assign(rounding.shift, FRACTION_BITS);
            assign(rounding.advance.get(0), stages.get(1));
            assign(rounding.advance.get(1), stages.get(2));
            UInt whole = asUInt(rounding.result);
            Bool none = or(ge(whole, ZERO_CODE), LogitPlace.absent(lastLate, lastKeyLate, key));
            UInt code = mux(none, ZERO_CODE, resize(whole, 4));
            found.add(named("code_" + key, regNextWhen(code, stages.get(LATENCY - 1))));
        }
        assign(codes, pack(found));
    }
}
