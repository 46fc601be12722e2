// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.Hdl;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * X = x · 2^k, k ≤ 6 being the exponent of its block, and s = ΣX and q = ΣX² over a row (numeric contract §3). Takes a word per cycle; X follows after {@link #SCALE_LATENCY}
 * cycles, s and q {@code latency} cycles after the last word of the row, for one cycle.
 */
final class RowStatistics extends HwModule {
    static final int SCALED_BITS = 15;
    static final int SCALE_LATENCY = 1;
    private static final int SQUARE_BITS = 2 * SCALED_BITS - 1;

    final Bool valid = in(bool());
    final Bits streamWord;
    final Bool first = in(bool());
    final Bool last = in(bool());

    final Bool scaledValid = out(bool());
    final Bits scaled;
    final Bool rowValid = out(bool());
    final SInt sum = out(reg(sint(RowScale.SUM_BITS)));
    final UInt squares = out(reg(uint(RowScale.SQUARES_BITS)));
    final Bool moving = out(bool());

    /** Cycles from the last word of a row to its sums. */
    static int latency(int word) {
        return 3 + indexWidth(word);
    }

    RowStatistics(int word) {
        streamWord = in(bits(BlockWord.STREAM.bits(word)));
        scaled = out(bits(SCALED_BITS * word));

        int summed = latency(word) - 1;
        ValidPipeline stages = named("valid", new ValidPipeline(valid, summed));
        List<SInt> values = new ArrayList<>();
        List<UInt> products = new ArrayList<>();
        Bits codes = BlockWord.STREAM.codes(streamWord, word);
        for (int channel = 0; channel < word; channel++) {
            SInt code = asSInt(word(codes, channel, NumericContract.STREAM_BITS));
            UInt exponent = BlockWord.STREAM.exponent(streamWord, word, channel);
            SInt value = named("scaled_" + channel, stages.hold(shlKeep(resize(code, SCALED_BITS), exponent), 0));
            UInt square = resize(asUInt(mul(value, value)), SQUARE_BITS);
            values.add(value);
            products.add(named("square_" + channel, stages.hold(square, 1)));
        }
        assign(scaledValid, stages.at(SCALE_LATENCY));
        assign(scaled, pack(values));

        ReductionTree<SInt> sums = named("sum", new ReductionTree<>(values, 0, Hdl::addExpand));
        ReductionTree<UInt> squareSums = named("squares", new ReductionTree<>(products, 0, Hdl::addExpand));
        for (int level = 0; !sums.complete(); level++) {
            sums.stage(stages.at(1 + level));
            squareSums.stage(stages.at(2 + level));
        }
        // The squares are one stage behind.
        SInt valueTotal = named("valueTotal", stages.hold(sums.result(), summed - 1));
        SInt part = resize(valueTotal, RowScale.SUM_BITS);
        UInt squarePart = resize(squareSums.result(), RowScale.SQUARES_BITS);
        Bool firstLate = delay("first", first, summed);
        when(stages.at(summed), () -> {
            assign(sum, mux(firstLate, part, add(sum, part)));
            assign(squares, mux(firstLate, squarePart, add(squares, squarePart)));
        });
        assign(rowValid, delay("rowEnd", and(valid, last), summed + 1, false));
        assign(moving, stages.moving());
    }
}
