// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RomContents;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.ActivationWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * GELU of one number, numeric contract §6: {@code max(h, 0) − |h|·Q[i]}, rounded to a code at the exponent of its block. One number a cycle; stage n is enabled by
 * {@code advance[n]}: magnitude, index, Q, product, difference p, which waits a stage for the exponent, shift. Product and difference fit the registers of a DSP block.
 *
 * <p>{@code value} comes in stage 0, {@code index} in stage {@link #INDEX_STAGE}, {@code exponent} in stage {@link #SHIFT_STAGE}. {@code peak} is
 * combinational behind stage {@link #DIFFERENCE_STAGE}, {@code code} behind the last.
 */
final class GeluPipe extends HwModule {
    static final int STAGES = 7;
    static final int INDEX_STAGE = 1;
    static final int DIFFERENCE_STAGE = 4;
    static final int SHIFT_STAGE = 6;
    static final int VALUE_BITS = NumericContract.GELU_INPUT_BITS;
    /** Of magnitudes that can be inside the table, whatever j. */
    static final int MAGNITUDE_BITS = NumericContract.MAX_GELU_SHIFT;

    static final int TAIL_BITS = 8;
    static final int PRODUCT_BITS = 20;
    /** p. */
    static final int SUM_BITS = 27;
    /** Places of p above those of a code at the exponent 0. */
    static final int PEAK_BITS = NumericContract.MAX_ROW_EXPONENT;

    private static final int INDEX_BITS = NumericContract.TAIL_INDEX_BITS;
    private static final int FRACTION_BITS = NumericContract.TAIL_FRACTION_BITS;
    /** Of p, below a code at the exponent 0, without the one that rounds. */
    private static final int DROPPED_BITS = FRACTION_BITS + NumericContract.GELU_GUARD_BITS - 1;

    private static final int CODE_BITS = 8;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt value = in(sint(VALUE_BITS));
    public final GeluIndex index = in(new GeluIndex());
    /** d. */
    public final UInt exponent = in(uint(ActivationWord.EXPONENT_BITS));

    /** Bit n: p needs an exponent above n. */
    public final Bits peak = out(bits(PEAK_BITS));

    public final SInt code = out(sint(CODE_BITS));

    private final UInt magnitude;
    private final UInt entry;
    private final Bool outside;
    private final HwMemory<UInt> tails = rom(() -> uint(TAIL_BITS), RomContents.tails());
    private final UInt tail;
    private final UInt product;
    private final SInt minuend;
    private final SInt difference;
    private final SInt shifted;

    GeluPipe() {
        UInt positive = held("positive0", mux(msb(value), 0, slice(asUInt(value), VALUE_BITS - 2, 0)), 0);
        magnitude = regNextWhen(asUInt(mux(msb(value), negate(value), value)), advance.get(0));

        // A greater magnitude is outside, so its highest bits are not missed.
        UInt small = slice(magnitude, MAGNITUDE_BITS - 1, 0);
        entry = regNextWhen(slice(index.scaled(small), INDEX_BITS - 1, 0), advance.get(INDEX_STAGE));
        outside = regNextWhen(index.outside(magnitude), advance.get(INDEX_STAGE));
        UInt positiveAtTail = held("positive1", positive, INDEX_STAGE);
        UInt magnitudeAtTail = held("magnitude1", small, INDEX_STAGE);

        tail = regNextWhen(mux(outside, 0, tails.readAsync(entry)), advance.get(2));
        UInt positiveAtProduct = held("positive2", positiveAtTail, 2);
        UInt factor = held("magnitude2", magnitudeAtTail, 2);

        product = regNextWhen(resize(mul(factor, tail), PRODUCT_BITS), advance.get(3));
        minuend = regNextWhen(asSInt(resize(positiveAtProduct, SUM_BITS - FRACTION_BITS)), advance.get(3));
        SInt lifted = shl(minuend, FRACTION_BITS);
        SInt sum = sub(lifted, asSInt(resize(product, SUM_BITS)));
        difference = regNextWhen(shr(sum, DROPPED_BITS), advance.get(DIFFERENCE_STAGE));
        assign(peak, pack(list(PEAK_BITS, this::needsMoreThan)));
        SInt waiting = held("waiting", difference, SHIFT_STAGE - 1);
        shifted = regNextWhen(resize(shr(waiting, exponent), CODE_BITS + 1), advance.get(SHIFT_STAGE));
        SInt floor = shr(shifted, 1);
        // Only 127.5 is rounded to what is no code.
        Bool rounds = and(bit(shifted, 0), ne(floor, (1 << CODE_BITS - 1) - 1));
        assign(code, add(floor, asSInt(cat(bits(CODE_BITS - 1, 0), rounds))));
    }

    /** Whether p is 2^(19 + n) or more, or less than its negative: whether a bit from there on is not the sign. */
    private Bool needsMoreThan(int exponent) {
        return xor(bit(difference, CODE_BITS + exponent), msb(difference));
    }

    private <T extends Data> T held(String name, T value, int stage) {
        return named(name, regNextWhen(value, advance.get(stage)));
    }
}
