// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.dsl.Hdl;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The second pass of one pipe with uniform codes: the codes of a word, and what a row is divided by, the reciprocal of its codes' sum (numeric contract
 * §5.2, §5.3). Takes a word of logits per cycle; its codes stand {@link #latency} cycles later, with those of a row's last word its divisor.
 */
final class UniformRow extends CodeRow {
    static final int TOTAL_BITS = 18;
    /** A zero below it: the reciprocal wants eight bits below the leading one. */
    private static final int SUM_BITS = TOTAL_BITS + 1;

    private static final int LEAST = SumReciprocal.LEAST_UNIFORM + 1;

    final Bool first = in(bool());
    final Bits divisor = out(bits(SumReciprocal.DIVISOR_BITS));
    /** Z, {@link SumReciprocal#LATENCY} cycles before the divisor. */
    final UInt total = out(uint(TOTAL_BITS));

    private final UInt sum = reg(uint(SUM_BITS));
    private final SumReciprocal inverse = inst(new SumReciprocal(SUM_BITS, LEAST));

    static int latency(int word) {
        return UniformLane.STAGES + indexWidth(word) + 1 + SumReciprocal.LATENCY;
    }

    UniformRow(int word) {
        super(word, UniformLane.CODE_BITS, UniformLane.STAGES + indexWidth(word));
        int coded = UniformLane.STAGES;
        int summed = coded + indexWidth(word);
        UInt shiftLate = apart(delay("shift", shift, DistanceLane.SHIFT_STAGE));
        Bool lastLate = delay("last", last, UniformLane.ABSENT_STAGE);
        UInt lastKeyLate = delay("lastKey", lastKey, UniformLane.ABSENT_STAGE);
        List<UInt> terms = new ArrayList<>();
        for (int key = 0; key < word; key++) {
            UniformLane lane = named("lane_" + key, inst(new UniformLane(key)));
            assign(lane.logit, asSInt(word(logits, key, 8)));
            assign(lane.maximum, maximum);
            assign(lane.shift, shiftLate);
            assign(lane.absent, LogitPlace.absent(lastLate, lastKeyLate, key));
            stages.enable(lane.advance, 0);
            terms.add(lane.code);
        }
        assign(codes, delay("codes", pack(terms), latency(word) - coded));

        ReductionTree<UInt> tree = named("level", new ReductionTree<>(terms, 0, Hdl::addExpand));
        UInt part = shl(resize(tree.result(level -> stages.at(coded + level)), TOTAL_BITS), 1);
        Bool firstLate = delay("first", first, summed);
        when(stages.at(summed), () -> assign(sum, mux(firstLate, part, add(sum, part))));
        assign(inverse.start, delay("rowEnd", and(valid, last), summed + 1, false));
        assign(inverse.sum, sum);
        UInt magnitude = named("magnitude", regNext(inverse.magnitude));
        assign(divisor, cat(magnitude, inverse.reciprocal));
        assign(total, shr(sum, 1));
    }
}
