// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * The second pass of one pipe: distances, exponentials, their sum over the row and its logarithm (numeric contract §5.1). Takes a
 * word of logits per cycle; the logarithm follows the last word of its row.
 */
final class ExponentialRow extends HwModule {
    final Bool valid = in(bool());
    final Bits logits;
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool first = in(bool());
    final Bool last = in(bool());
    final UInt lastKey;

    final Bool distancesValid = out(bool());
    final Bits distances;
    final Bool logarithmValid = out(bool());
    final UInt logarithm = out(uint(RowLogarithm.RESULT_BITS));

    private final UInt sum = reg(uint(RowLogarithm.SUM_BITS));
    private final RowLogarithm log = inst(new RowLogarithm());

    ExponentialRow(int word) {
        logits = in(bits(8 * word));
        lastKey = in(uint(indexWidth(word)));
        distances = out(bits(ExponentialLane.DISTANCE_BITS * word));

        int lane = ExponentialLane.STAGES;
        int summed = lane + indexWidth(word);
        List<Bool> stages = new ArrayList<>(List.of(valid));
        for (int stage = 1; stage <= summed; stage++) {
            stages.add(named("valid_" + stage, regNext(stages.get(stage - 1), false)));
        }
        UInt shiftLate = delay("shift", shift, ExponentialLane.SHIFT_STAGE);
        Bool lastAtLane = delay("last", last, lane - 1);
        UInt lastKeyAtLane = delay("lastKey", lastKey, lane - 1);
        List<UInt> found = new ArrayList<>();
        List<UInt> terms = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            ExponentialLane one = named("lane_" + key, inst(new ExponentialLane()));
            assign(one.logit, asSInt(word(logits, key, 8)));
            assign(one.maximum, maximum);
            assign(one.shift, shiftLate);
            assign(one.absent, LogitPlace.absent(lastAtLane, lastKeyAtLane, key));
            for (int stage = 0; stage < lane; stage++) {
                assign(one.advance.get(stage), stages.get(stage));
            }
            found.add(one.distance);
            terms.add(one.exponential);
        }
        assign(distancesValid, stages.get(ExponentialLane.DISTANCE_STAGE + 1));
        assign(distances, pack(found));

        for (int level = 0; terms.size() > 1; level++) {
            terms = pairSums(terms, level, stages.get(lane + level));
        }
        UInt total = resize(terms.get(0), RowLogarithm.SUM_BITS);
        Bool firstLate = delay("first", first, summed);
        when(stages.get(summed), () -> assign(sum, mux(firstLate, total, add(sum, total))));

        assign(log.start, delay("rowEnd", and(valid, last), summed + 1, false));
        assign(log.sum, sum);
        assign(logarithmValid, log.valid);
        assign(logarithm, log.result);
    }

    private static List<UInt> pairSums(List<UInt> terms, int level, Bool advance) {
        return list(terms.size() / 2, pair -> {
            UInt both = addExpand(terms.get(2 * pair), terms.get(2 * pair + 1));
            return named("level_" + level + "_" + pair, regNextWhen(both, advance));
        });
    }
}
