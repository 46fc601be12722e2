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
 * The second pass of one pipe: distances, exponentials, their sum over the row and what the third pass needs of it (numeric contract §5.1).
 * Takes a word of logits per cycle; the row's factor follows its last word.
 */
final class ExponentialRow extends HwModule {
    final Bool valid = in(bool());
    final Bits logits;
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool first = in(bool());
    final Bool last = in(bool());
    final UInt lastKey;

    /** The numbers of a word that the third pass needs. */
    final Bool keptValid = out(bool());

    final Bits kept;
    final Bool factorValid = out(bool());
    final Bits factor;

    private final UInt sum = reg(uint(RowFactor.SUM_BITS));
    private final RowFactor rowFactor;

    ExponentialRow(int word, Coding coding) {
        logits = in(bits(8 * word));
        lastKey = in(uint(indexWidth(word)));
        kept = out(bits(coding.keptBits * word));
        factor = out(bits(coding.factorBits));
        rowFactor = inst(coding.rowFactor());

        int lane = ExponentialLane.STAGES;
        int summed = lane + indexWidth(word);
        List<Bool> stages = new ArrayList<>(List.of(valid));
        for (int stage = 1; stage <= summed; stage++) {
            stages.add(named("valid_" + stage, regNext(stages.get(stage - 1), false)));
        }
        UInt shiftLate = delay("shift", shift, ExponentialLane.SHIFT_STAGE);
        Bool lastAtLane = delay("last", last, lane - 1);
        UInt lastKeyAtLane = delay("lastKey", lastKey, lane - 1);
        List<UInt> distances = new ArrayList<>();
        List<UInt> terms = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            ExponentialLane one = named("lane_" + key, inst(new ExponentialLane(coding)));
            assign(one.logit, asSInt(word(logits, key, 8)));
            assign(one.maximum, maximum);
            assign(one.shift, shiftLate);
            assign(one.absent, LogitPlace.absent(lastAtLane, lastKeyAtLane, key));
            for (int stage = 0; stage < lane; stage++) {
                assign(one.advance.get(stage), stages.get(stage));
            }
            distances.add(one.distance);
            terms.add(one.exponential);
        }
        boolean uniform = coding == Coding.UNIFORM;
        assign(keptValid, stages.get(uniform ? lane : ExponentialLane.DISTANCE_STAGE + 1));
        assign(kept, pack(uniform ? terms : distances));

        for (int level = 0; terms.size() > 1; level++) {
            terms = pairSums(terms, level, stages.get(lane + level));
        }
        UInt total = resize(terms.get(0), RowFactor.SUM_BITS);
        Bool firstLate = delay("first", first, summed);
        when(stages.get(summed), () -> assign(sum, mux(firstLate, total, add(sum, total))));

        assign(rowFactor.start, delay("rowEnd", and(valid, last), summed + 1, false));
        assign(rowFactor.sum, sum);
        assign(factorValid, rowFactor.valid);
        assign(factor, rowFactor.result);
    }

    private static List<UInt> pairSums(List<UInt> terms, int level, Bool advance) {
        return list(terms.size() / 2, pair -> {
            UInt both = addExpand(terms.get(2 * pair), terms.get(2 * pair + 1));
            return named("level_" + level + "_" + pair, regNextWhen(both, advance));
        });
    }
}
