// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * The first pass of one pipe: the maxima of the rows that arrive, kept by slot and group. Takes a word per cycle.
 */
final class RowMaximum extends HwModule {
    private static final int MINIMUM = -128;

    final Bool valid = in(bool());
    final Bits logits;
    final UInt slot = in(uint(indexWidth(SoftmaxShape.SLOTS)));
    final UInt rowGroup;
    final Bool first = in(bool());
    final Bool last = in(bool());
    /** The last existing key of a row's last word. */
    final UInt lastKey;

    final UInt readSlot = in(uint(indexWidth(SoftmaxShape.SLOTS)));
    final UInt readGroup;
    final SInt maximum = out(sint(8));

    private final HwMemory<SInt> maxima;
    private final List<SInt> running;

    /** Cycles from the last word of a row until its maximum can be read. */
    static int latency(int word) {
        return 2 + indexWidth(word);
    }

    RowMaximum(SoftmaxShape shape) {
        logits = in(bits(8 * shape.word()));
        rowGroup = in(uint(indexWidth(shape.groups())));
        lastKey = in(uint(indexWidth(shape.word())));
        readGroup = in(uint(indexWidth(shape.groups())));

        ValidPipeline stages = named("valid", new ValidPipeline(valid, 0));
        List<SInt> candidates = new ArrayList<>();
        for (int key = 0; key < shape.word(); key++) {
            Bool absent = LogitPlace.absent(last, lastKey, key);
            SInt candidate = mux(absent, sint(8, MINIMUM), asSInt(word(logits, key, 8)));
            candidates.add(named("candidate_" + key, stages.hold(candidate, 0)));
        }
        // One comparison is all that fits a fast cycle.
        ReductionTree<SInt> tree = named("level", new ReductionTree<>(candidates, 1, RowMaximum::larger));
        SInt wordMaximum = tree.result(stages::at);
        int late = latency(shape.word()) - 1;
        Bool found = stages.at(late);
        // With a reset it is flip-flops, not the slow end of a shift register in LUTs.
        UInt groupLate = named("rowGroupLate", regNext(delay("rowGroup", rowGroup, late - 1), 0));
        UInt slotLate = delay("slot", slot, late);
        Bool firstLate = delay("first", first, late);
        running = list(shape.groups(), g -> reg(sint(8)));
        SInt before = muxByIndex(running, groupLate);
        SInt now = named("now", mux(firstLate, wordMaximum, larger(before, wordMaximum)));
        for (int g = 0; g < shape.groups(); g++) {
            SInt mine = running.get(g);
            when(and(found, eq(groupLate, g)), () -> assign(mine, now));
        }
        maxima = memory(() -> sint(8), SoftmaxShape.SLOTS << width(rowGroup)).style(HwMemory.Style.DISTRIBUTED);
        maxima.write(found, asUInt(cat(slotLate, groupLate)), now);
        assign(maximum, maxima.readAsync(asUInt(cat(readSlot, readGroup))));
    }

    private static SInt larger(SInt a, SInt b) {
        return mux(gt(a, b), a, b);
    }
}
