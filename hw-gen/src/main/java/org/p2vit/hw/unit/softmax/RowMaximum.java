// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * The first pass of one pipe: the maxima of the rows that arrive, kept by slot and group. A maximum can be read {@link #LATENCY}
 * cycles after the last word of its row came.
 */
final class RowMaximum extends HwModule {
    static final int LATENCY = 4;
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

    RowMaximum(SoftmaxShape shape) {
        logits = in(bits(8 * shape.word()));
        rowGroup = in(uint(indexWidth(shape.groups())));
        lastKey = in(uint(indexWidth(shape.word())));
        readGroup = in(uint(indexWidth(shape.groups())));

        List<SInt> candidates = new ArrayList<>();
        for (int key = 0; key < shape.word(); key++) {
            Bool absent = LogitPlace.absent(last, lastKey, key);
            SInt candidate = mux(absent, sint(8, MINIMUM), asSInt(word(logits, key, 8)));
            candidates.add(named("candidate_" + key, regNextWhen(candidate, valid)));
        }
        Bool stage1 = named("valid_1", regNext(valid, false));
        Bool stage2 = named("valid_2", regNext(stage1, false));
        Bool stage3 = named("valid_3", regNext(stage2, false));
        List<SInt> quarters = held("quarter", halve(halve(candidates)), stage1);
        SInt largest = quarters.get(0);
        if (quarters.size() > 1) {
            largest = halve(halve(quarters)).get(0);
        }
        SInt wordMaximum = named("wordMaximum", regNextWhen(largest, stage2));

        UInt groupLate = delay("rowGroup", rowGroup, LATENCY - 1);
        UInt slotLate = delay("slot", slot, LATENCY - 1);
        Bool firstLate = delay("first", first, LATENCY - 1);
        running = list(shape.groups(), g -> reg(sint(8)));
        SInt before = muxByIndex(running, groupLate);
        SInt now = named("now", mux(firstLate, wordMaximum, larger(before, wordMaximum)));
        for (int g = 0; g < shape.groups(); g++) {
            SInt mine = running.get(g);
            when(and(stage3, eq(groupLate, g)), () -> assign(mine, now));
        }
        maxima = memory(() -> sint(8), SoftmaxShape.SLOTS << width(rowGroup)).style(HwMemory.Style.DISTRIBUTED);
        maxima.write(stage3, asUInt(cat(slotLate, groupLate)), now);
        assign(maximum, maxima.readAsync(asUInt(cat(readSlot, readGroup))));
    }

    private static List<SInt> held(String name, List<SInt> items, Bool enable) {
        return list(items.size(), i -> named(name + "_" + i, regNextWhen(items.get(i), enable)));
    }

    private static List<SInt> halve(List<SInt> items) {
        int pairs = (items.size() + 1) / 2;
        return list(
                pairs,
                i -> 2 * i + 1 < items.size() ? larger(items.get(2 * i), items.get(2 * i + 1)) : items.get(2 * i));
    }

    private static SInt larger(SInt a, SInt b) {
        return mux(gt(a, b), a, b);
    }
}
