// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

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

    /** A word is there in the next cycle. */
    final Bool soon = in(bool());

    final Bits streamWord;
    final Bool first = in(bool());
    final Bool last = in(bool());

    final Bool scaledValid = out(bool());
    final Bits scaled;
    final Bool rowValid = out(bool());
    final SInt sum = out(reg(sint(RowScale.SUM_BITS)));
    final UInt squares = out(reg(uint(RowScale.SQUARES_BITS)));
    final Bool moving = out(bool());

    private final List<BlockStatistics> blocks;

    /** Cycles from the last word of a row to its sums. */
    static int latency(int word) {
        return BlockStatistics.STAGES + ReductionTree.stages(BlockWord.blocks(word), 1) + 1;
    }

    RowStatistics(int word) {
        streamWord = in(bits(BlockWord.STREAM.bits(word)));
        scaled = out(bits(SCALED_BITS * word));
        blocks = list(BlockWord.blocks(word), block -> inst(new BlockStatistics()));

        int summed = latency(word) - 1;
        ValidPipeline stages = named("valid", new ValidPipeline(soon, 1 + summed));
        ValidPipeline scaling = stages.copy("scaling");
        Bits codes = BlockWord.STREAM.codes(streamWord, word);
        assign(scaledValid, scaling.at(1 + SCALE_LATENCY));
        assign(scaled, pack(list(word, channel -> {
            SInt code = asSInt(word(codes, channel, NumericContract.STREAM_BITS));
            UInt exponent = BlockWord.STREAM.exponent(streamWord, word, channel);
            return named("scaled_" + channel, scaling.hold(shlKeep(resize(code, SCALED_BITS), exponent), 1));
        })));

        int blockCodes = word / blocks.size();
        for (int block = 0; block < blocks.size(); block++) {
            BlockStatistics statistics = blocks.get(block);
            stages.enable(statistics.advance, 1);
            assign(statistics.codes, word(codes, block, NumericContract.STREAM_BITS * blockCodes));
            assign(statistics.exponent, BlockWord.STREAM.exponent(streamWord, word, block * blockCodes));
        }
        ReductionTree<SInt> sums = named(
                "sum",
                new ReductionTree<>(blocks.stream().map(block -> block.sum).toList(), 0, Hdl::addExpand));
        ReductionTree<UInt> squareSums = named(
                "squares",
                new ReductionTree<>(blocks.stream().map(block -> block.squares).toList(), 0, Hdl::addExpand));
        SInt part = resize(sums.result(level -> stages.at(1 + BlockStatistics.STAGES + level)), RowScale.SUM_BITS);
        UInt squarePart = resize(
                squareSums.result(level -> stages.at(1 + BlockStatistics.STAGES + level)), RowScale.SQUARES_BITS);
        Bool firstLate = delay("first", first, summed);
        when(stages.at(1 + summed), () -> {
            assign(sum, mux(firstLate, part, add(sum, part)));
            assign(squares, mux(firstLate, squarePart, add(squares, squarePart)));
        });
        assign(rowValid, delay("rowEnd", and(stages.at(1), last), summed + 1, false));
        assign(moving, stages.moving());
    }
}
