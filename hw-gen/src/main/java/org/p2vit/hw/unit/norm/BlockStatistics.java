// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.dsl.Hdl;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * ΣX and ΣX² of a block of the stream, X = x · 2^k (numeric contract §3). The block has one k, so its codes are summed first and the sums scaled.
 * Stage n is enabled by {@code advance[n]}.
 *
 * <p>The square of a code is made of its halves, (16h + l)² = 256h² + 32hl + l²: some fifty look-up tables instead of a DSP block, of which the array leaves few.
 */
final class BlockStatistics extends HwModule {
    private static final int CODES = NumericContract.EXPONENT_BLOCK;
    private static final int CODE_BITS = NumericContract.STREAM_BITS;
    private static final int LEVELS = indexWidth(CODES);
    /** Magnitudes, squares in two, sums, scaling. */
    static final int STAGES = 4 + LEVELS;

    static final int SUM_BITS = RowStatistics.SCALED_BITS + LEVELS;
    static final int SQUARES_BITS = 2 * RowStatistics.SCALED_BITS - 1 + LEVELS;
    private static final int HALF = 4;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final Bits codes = in(bits(CODE_BITS * CODES));
    public final UInt exponent = in(uint(BlockWord.EXPONENT_BITS));
    public final SInt sum = out(reg(sint(SUM_BITS)));
    public final UInt squares = out(reg(uint(SQUARES_BITS)));

    BlockStatistics() {
        List<SInt> taken = list(CODES, i -> {
            SInt code = asSInt(word(codes, i, CODE_BITS));
            return named("code_" + i, regNextWhen(code, advance.get(0)));
        });
        List<UInt> magnitudes = list(CODES, i -> {
            UInt magnitude = magnitude(asSInt(word(codes, i, CODE_BITS)));
            return named("magnitude_" + i, regNextWhen(magnitude, advance.get(0)));
        });
        List<UInt> products = list(CODES, i -> square(i, magnitudes.get(i)));
        ReductionTree<SInt> sums = named("sums", new ReductionTree<>(taken, 0, Hdl::addExpand));
        ReductionTree<UInt> squareSums = named("squareSums", new ReductionTree<>(products, 0, Hdl::addExpand));
        SInt codeSum = sums.result(level -> advance.get(1 + level));
        UInt squareSum = squareSums.result(level -> advance.get(3 + level));

        // The squares are two stages behind.
        SInt codeSumLate = codeSum;
        for (int stage = 1 + LEVELS; stage < STAGES - 1; stage++) {
            codeSumLate = named("codeSum_" + stage, regNextWhen(codeSumLate, advance.get(stage)));
        }
        SInt summed = codeSumLate;
        UInt k = exponent;
        for (int stage = 0; stage < STAGES - 1; stage++) {
            k = named("exponent_" + stage, regNextWhen(k, advance.get(stage)));
        }
        UInt scale = k;
        when(advance.get(STAGES - 1), () -> {
            assign(sum, shlKeep(resize(summed, SUM_BITS), scale));
            assign(squares, shlKeep(resize(squareSum, SQUARES_BITS), asUInt(cat(scale, bool(false)))));
        });
    }

    private static UInt magnitude(SInt code) {
        return asUInt(mux(msb(code), negate(code), code));
    }

    /** In two stages: products of the halves, their sum. */
    private UInt square(int code, UInt magnitude) {
        UInt low = slice(magnitude, HALF - 1, 0);
        UInt high = slice(magnitude, CODE_BITS - 1, HALF);
        List<UInt> parts = IntStream.range(0, HALF)
                .mapToObj(bit -> shl(mux(bit(low, bit), high, 0), bit))
                .map(part -> resize(part, CODE_BITS))
                .toList();
        Bits outer = named("outer_" + code, regNextWhen(cat(table(high), table(low)), advance.get(1)));
        UInt lower = named("lower_" + code, regNextWhen(add(parts.get(0), parts.get(1)), advance.get(1)));
        UInt upper = named("upper_" + code, regNextWhen(add(parts.get(2), parts.get(3)), advance.get(1)));
        UInt crossed = shl(add(lower, upper), HALF + 1);
        UInt all = add(asUInt(outer), resize(crossed, width(outer)));
        return named("square_" + code, regNextWhen(all, advance.get(2)));
    }

    /** The square of half a magnitude: eight bits of the low one, nine of the high one, which is 16 at most. */
    private static UInt table(UInt half) {
        int values = 1 << width(half);
        return muxByIndex(
                list(values, i -> uint(width(half) > HALF ? CODE_BITS : 2 * HALF, Math.min(i * i, 256))), half);
    }
}
