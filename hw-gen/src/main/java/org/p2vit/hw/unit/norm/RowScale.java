// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.hw.cell.RomContents;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * From the sums of a row to its scale: v = max(1, D·q − s²), z and r (numeric contract §3). One row per cycle, {@link #LATENCY}
 * cycles.
 *
 * <p>The wide products are made of two halves each, added in a stage of their own. Only bits 47 … 32 of u are formed: r depends on no others.
 */
final class RowScale extends HwModule {
    static final int LATENCY = 13;
    static final int SUM_BITS = 25;
    static final int SQUARES_BITS = 39;
    static final int CHANNEL_BITS = 11;
    static final int ROOT_BITS = 17;
    static final int VARIANCE_BITS = 48;
    private static final int PAIRS = VARIANCE_BITS / 2;
    private static final int SUM_SPLIT = 17;
    private static final int SQUARES_SPLIT = 20;
    private static final int TABLE_FIRST = 64;
    private static final int STEP_BITS = 9;

    final Bool start = in(bool());
    final SInt sum = in(sint(SUM_BITS));
    final UInt squares = in(uint(SQUARES_BITS));
    final UInt channels = in(uint(CHANNEL_BITS));
    final Bool valid = out(bool());
    final ScaleFactors factors = out(new ScaleFactors());
    final Bool moving = out(bool());

    private final HwMemory<Bits> reciprocalRoots = rom(() -> bits(ROOT_BITS + STEP_BITS), table());
    private final RoundShift interpolation = inst(new RoundShift(STEP_BITS + 9));
    private final ValidPipeline stages = named("valid", new ValidPipeline(start, LATENCY));

    RowScale() {
        SInt s = named("s", stages.hold(sum, 0));
        UInt q = named("q", stages.hold(squares, 0));
        UInt d = named("d", stages.hold(channels, 0));

        SInt sLow = asSInt(resize(slice(asUInt(s), SUM_SPLIT - 1, 0), SUM_SPLIT + 1));
        SInt squareLow = named("squareLow", stages.hold(mul(s, sLow), 1));
        SInt squareHigh = named("squareHigh", stages.hold(mul(s, shr(s, SUM_SPLIT)), 1));
        UInt productLow = named("productLow", stages.hold(mul(d, slice(q, SQUARES_SPLIT - 1, 0)), 1));
        UInt productHigh = named("productHigh", stages.hold(mul(d, shr(q, SQUARES_SPLIT)), 1));

        // Both may be 2^48, their difference is below it.
        SInt squareSum = add(resize(squareLow, VARIANCE_BITS), resize(shl(squareHigh, SUM_SPLIT), VARIANCE_BITS));
        UInt productSum =
                add(resize(productLow, VARIANCE_BITS), resize(shl(productHigh, SQUARES_SPLIT), VARIANCE_BITS));
        SInt square = named("square", stages.hold(squareSum, 2));
        UInt product = named("product", stages.hold(productSum, 2));
        UInt variance = named("variance", stages.hold(sub(product, asUInt(square)), 3));
        normalise(variance);
        SInt negative = named("negativeSum", regNext(negate(resize(s, ScaleFactors.SUM_BITS))));
        assign(factors.negativeSum, delay("negativeSum", negative, LATENCY - 2));
        assign(valid, stages.at(LATENCY));
        assign(moving, stages.moving());
    }

    /** From v, which stands at stage 4, to z and bits 47 … 32 of u = v · 4^z. */
    private void normalise(UInt variance) {
        Bits found = pack(list(PAIRS, pair -> orReduce(word(variance, pair, 2))));
        Bits pairs = named("pairs", stages.hold(found, 4));
        UInt varianceHeld = named("variance_1", stages.hold(variance, 4));

        UInt leading = named("leading", leadingZeros(pairs));
        Bool none = named("none", not(orReduce(pairs)));
        UInt atLeastOne = asUInt(cat(slice(varianceHeld, VARIANCE_BITS - 1, 1), or(bit(varianceHeld, 0), none)));
        UInt z = named("z", stages.hold(leading, 5));
        UInt v = named("v", stages.hold(atLeastOne, 5));

        List<UInt> coarse = list(4, by -> {
            int high = VARIANCE_BITS - 1 - 16 * Math.min(by, 2);
            return high >= 30 ? slice(v, high, high - 29) : shl(slice(v, high, 0), 29 - high);
        });
        UInt coarsely = named("coarsely", stages.hold(muxByIndex(coarse, slice(z, 4, 3)), 6));
        UInt fineBy = named("z_fine", stages.hold(slice(z, 2, 0), 6));
        List<UInt> fine = list(8, by -> slice(coarsely, 29 - 2 * by, 14 - 2 * by));
        UInt u = named("u", stages.hold(muxByIndex(fine, fineBy), 7));
        interpolate(u);
        UInt down = sub(uint(5, 28), z);
        assign(factors.downShift, delay("downShift", down, LATENCY - 6));
    }

    /** Zeros before the highest one of 24 bits, 23 if there is none: those of each byte at once, then the choice among them. */
    private static UInt leadingZeros(Bits bits) {
        List<Bits> bytes = list(PAIRS / 8, i -> word(bits, i, 8));
        UInt leading = uint(5, PAIRS - 1);
        for (int i = 0; i < bytes.size(); i++) {
            UInt zeros = uint(3, 0);
            for (int at = 0; at < 8; at++) {
                zeros = mux(bit(bytes.get(i), at), uint(3, 7 - at), zeros);
            }
            UInt all = asUInt(cat(bits(2, bytes.size() - 1 - i), zeros));
            leading = mux(orReduce(bytes.get(i)), all, leading);
        }
        return leading;
    }

    /** r from bits 47 … 32 of u, which stand at stage 8. */
    private void interpolate(UInt u) {
        Bits entry = named("entry", stages.hold(reciprocalRoots.readAsync(slice(u, 15, 8)), 8));
        UInt fraction = named("fraction", stages.hold(slice(u, 7, 0), 8));
        UInt root = asUInt(slice(entry, ROOT_BITS - 1, 0));
        UInt step = asUInt(shr(entry, ROOT_BITS));
        UInt part = named("part", stages.hold(mul(step, fraction), 9));
        assign(interpolation.value, asSInt(resize(part, STEP_BITS + 9)));
        assign(interpolation.shift, 8);
        stages.enable(interpolation.advance, 10);
        UInt rootLate = delay("root", root, 3);
        UInt correction = resize(asUInt(interpolation.result), ROOT_BITS);
        assign(factors.root, named("r", stages.hold(sub(rootLate, correction), 12)));
    }

    /** T[i] in the low bits, T[i] − T[i+1] above; unused below i = 64. */
    private static long[] table() {
        return IntStream.range(0, 256)
                .mapToLong(i -> {
                    long here = i < TABLE_FIRST ? 0 : RomContents.reciprocalRoot(i);
                    long step = i < TABLE_FIRST ? 0 : here - RomContents.reciprocalRoot(i + 1);
                    return step << ROOT_BITS | here;
                })
                .toArray();
    }
}
