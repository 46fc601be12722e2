// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Arrays;
import java.util.List;
import org.p2vit.hw.cell.RomContents;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * A number to a code at the exponent of its block: through GELU, numeric contract §6, {@code max(h, 0) − |h|·Q[i]}, or of the residual stream, §2.2. One number a cycle; stage n is enabled by
 * {@code advance[n]}: magnitude, index, Q, product, difference p, which waits a stage for the exponent, shift. Product and difference fit the registers of a DSP block.
 * The stream takes the same way with a product of 0, twice its h being what is subtracted from: that needs the exponents of p with a bit less.
 *
 * <p>{@code value} and {@code toStream} come in stage 0, {@code index} in stage {@link #INDEX_STAGE}, {@code distance} in stage {@link #SHIFT_STAGE}, {@code streamCode} behind it. {@code peak} is
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
    /** p below 2^19 has a code at the exponent 0. */
    private static final int PEAK_PLACE = 19;
    /** Places of p above those of a code at the exponent 0. */
    static final int PEAK_BITS = NumericContract.MAX_ROW_EXPONENT;

    private static final int INDEX_BITS = NumericContract.TAIL_INDEX_BITS;
    private static final int FRACTION_BITS = NumericContract.TAIL_FRACTION_BITS;
    static final int DISTANCE_BITS = BlockWord.EXPONENT_BITS + 1;

    private static final int CODE_BITS = NumericContract.STREAM_BITS;
    /** Of p, below a code of the stream at the exponent 0 and the bit that rounds it. */
    private static final int DROPPED_BITS = FRACTION_BITS + 1;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt value = in(sint(VALUE_BITS));
    /** The value is h of the stream, not of GELU; {@code index} has nothing inside the table then. */
    public final Bool toStream = in(bool());

    public final GeluIndex index = in(new GeluIndex());
    /** k, or d + 1: a code behind GELU has a bit less. */
    public final UInt distance = in(uint(DISTANCE_BITS));
    /** {@code toStream} of the code. */
    public final Bool streamCode = in(bool());

    /** Bit n: p needs an exponent above n. */
    public final Bits peak = out(bits(PEAK_BITS));

    public final SInt code = out(sint(CODE_BITS));

    private final UInt magnitude;
    private final UInt entry;
    private final Bool outside;
    /** −Q: an adder of a DSP block adds what is multiplied to what comes beside it. */
    private final HwMemory<SInt> tails = rom(() -> sint(TAIL_BITS + 1), negated(RomContents.tails()));

    private final SInt tail;
    private final SInt product;
    private final SInt minuend;
    private final SInt difference;
    private final SInt shifted;
    private final Saturate saturate = inst(new Saturate(VALUE_BITS, NumericContract.STREAM_INPUT_BITS));

    GeluPipe() {
        assign(saturate.value, value);
        SInt doubled = resize(shl(saturate.result, 1), VALUE_BITS);
        SInt positive = held("positive0", mux(toStream, doubled, mux(msb(value), 0, value)), 0);
        magnitude = regNextWhen(asUInt(mux(msb(value), negate(value), value)), advance.get(0));

        // A greater magnitude is outside, so its highest bits are not missed.
        UInt small = slice(magnitude, MAGNITUDE_BITS - 1, 0);
        entry = regNextWhen(slice(index.scaled(small), INDEX_BITS - 1, 0), advance.get(INDEX_STAGE));
        outside = regNextWhen(index.outside(magnitude), advance.get(INDEX_STAGE));
        SInt positiveAtTail = held("positive1", positive, INDEX_STAGE);
        UInt magnitudeAtTail = held("magnitude1", small, INDEX_STAGE);

        tail = regNextWhen(mux(outside, 0, tails.readAsync(entry)), advance.get(2));
        SInt positiveAtProduct = held("positive2", positiveAtTail, 2);
        UInt factor = held("magnitude2", magnitudeAtTail, 2);

        SInt signedFactor = asSInt(resize(factor, MAGNITUDE_BITS + 1));
        product = regNextWhen(resize(mul(signedFactor, tail), PRODUCT_BITS + 1), advance.get(3));
        minuend = regNextWhen(positiveAtProduct, advance.get(3));
        SInt lifted = shl(minuend, FRACTION_BITS);
        SInt sum = add(resize(lifted, SUM_BITS), resize(product, SUM_BITS));
        difference = regNextWhen(shr(sum, DROPPED_BITS), advance.get(DIFFERENCE_STAGE));
        assign(peak, pack(list(PEAK_BITS, this::needsMoreThan)));
        SInt waiting = held("waiting", difference, SHIFT_STAGE - 1);
        shifted = regNextWhen(resize(shr(waiting, distance), CODE_BITS + 1), advance.get(SHIFT_STAGE));
        SInt floor = shr(shifted, 1);
        // Only 127.5, of the stream 255.5, is rounded to what is no code.
        Bool low = andReduce(slice(asBits(floor), CODE_BITS - 3, 0));
        Bool greatest = and(low, not(msb(floor)), not(xor(bit(floor, CODE_BITS - 2), streamCode)));
        Bool rounds = and(bit(shifted, 0), not(greatest));
        assign(code, add(floor, asSInt(cat(bits(CODE_BITS - 1, 0), rounds))));
    }

    private static int[] negated(int[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Whether p is 2^(19 + n) or more, or less than its negative: whether a bit from there on is not the sign. */
    private Bool needsMoreThan(int exponent) {
        return xor(bit(difference, PEAK_PLACE - DROPPED_BITS + exponent), msb(difference));
    }

    private <T extends Data> T held(String name, T value, int stage) {
        return named(name, regNextWhen(value, advance.get(stage)));
    }
}
