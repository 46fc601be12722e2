// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One channel of one token row: each step adds {@code keys} shifted values to the accumulator (numeric contract §5.2).
 *
 * <p>The shift by 14 − code is done as (15 − code) in two stages, fine (0 … 3) and coarse (0, 4, 8, 12), and the lowest bit dropped.
 * Stages: fine shift, coarse shift and first adder level, one stage for each further level, accumulator. Stage i is enabled
 * by bit i of {@code advance}; {@code fine} and {@code zero} belong to the first stage, {@code coarse} to the second, {@code first} (the
 * step starts a new sum) to the last.
 */
class ShiftLane extends HwModule {
    /** Width of the accumulator; the contract proves that it suffices. */
    static final int SUM_BITS = 32;

    private static final int VALUE_BITS = 8;

    final List<SInt> values;
    final List<UInt> fine;
    final List<UInt> coarse;
    final List<Bool> zero;
    final List<Bool> advance;
    final Bool first = in(bool());
    final SInt sum;

    private final int sumBits;

    /** Pipeline stages for steps of {@code keys} keys. */
    static int stages(int keys) {
        return 2 + indexWidth(keys);
    }

    ShiftLane(int keys) {
        this(keys, VALUE_BITS, SUM_BITS, false);
    }

    /** For values of {@code valueBits}; with {@code ones} they are no ports but constants. */
    protected ShiftLane(int keys, int valueBits, int sumBits, boolean ones) {
        this.sumBits = sumBits;
        values = list(keys, key -> ones ? one(valueBits) : in(sint(valueBits)));
        fine = list(keys, key -> in(uint(2)));
        coarse = list(keys, key -> in(uint(2)));
        zero = list(keys, key -> in(bool()));
        advance = list(stages(keys), stage -> in(bool()));
        sum = out(reg(sint(sumBits)));

        List<SInt> terms = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            SInt finely = named("finely_" + key, reg(sint(valueBits + 3)));
            SInt shifted = shl(values.get(key), fine.get(key));
            Bool none = zero.get(key);
            when(advance.get(0), () -> {
                assign(finely, shifted);
                when(none, () -> assign(finely, 0));
            });
            UInt amount = asUInt(cat(coarse.get(key), bits(2, 0)));
            terms.add(slice(shl(finely, amount), valueBits + 14, 1));
        }
        ReductionTree<SInt> tree = named("level", new ReductionTree<>(terms, 1, this::added));
        SInt total = resize(tree.result(advance::get), sumBits);
        when(advance.get(stages(keys) - 1), () -> assign(sum, mux(first, total, add(sum, total))));
    }

    private static SInt one(int bits) {
        SInt one = wire(sint(bits));
        assign(one, 1);
        return one;
    }

    /** The whole sum fits, so a part of it may wrap. */
    private SInt added(SInt left, SInt right) {
        return width(left) < sumBits ? addExpand(left, right) : add(left, right);
    }
}
