// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RomContents;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * GELU of one number, numeric contract §6: {@code max(h, 0) − |h|·Q[i]}, rounded to a code. One number a cycle; stage n is enabled by
 * {@code advance[n]}: magnitude, index, Q, product, difference. The last two fit the registers of a DSP block.
 *
 * <p>{@code value} comes in stage 0, {@code index} in stage {@link #INDEX_STAGE}, {@code bias} in stage {@link #BIAS_STAGE}. {@code code} is
 * combinational behind the last stage.
 */
final class GeluPipe extends HwModule {
    static final int STAGES = 5;
    static final int INDEX_STAGE = 1;
    static final int BIAS_STAGE = 3;
    static final int VALUE_BITS = NumericContract.GELU_INPUT_BITS;
    static final int MAGNITUDE_BITS = VALUE_BITS - 1;
    static final int TAIL_BITS = 8;
    static final int PRODUCT_BITS = 20;
    static final int BIAS_BITS = 11;
    /** p with what is added to it. */
    static final int SUM_BITS = 26;

    private static final int INDEX_BITS = NumericContract.TAIL_INDEX_BITS;
    private static final int FRACTION_BITS = NumericContract.TAIL_FRACTION_BITS;
    private static final int ROUNDED_BITS = FRACTION_BITS + NumericContract.GELU_GUARD_BITS;

    public final List<Bool> advance = list(STAGES, stage -> in(bool()));
    public final SInt value = in(sint(VALUE_BITS));
    public final GeluIndex index = in(new GeluIndex());
    /** What rounds and moves the result: 2^11 − g·2^12, in units of 2^9. */
    public final SInt bias = in(sint(BIAS_BITS));

    public final SInt code = out(sint(8));

    private final UInt magnitude;
    private final UInt entry;
    private final Bool outside;
    private final HwMemory<UInt> tails = rom(() -> uint(TAIL_BITS), RomContents.tails());
    private final UInt tail;
    private final UInt product;
    private final SInt minuend;
    private final SInt rounded;
    private final Saturate saturate = inst(new Saturate(SUM_BITS - ROUNDED_BITS, 8));

    /** {@link #bias} of an offset g. */
    static SInt bias(UInt offset) {
        int guard = NumericContract.GELU_GUARD_BITS;
        UInt moved = resize(shl(offset, guard), BIAS_BITS);
        return asSInt(sub(uint(BIAS_BITS, 1 << guard - 1), moved));
    }

    GeluPipe() {
        UInt positive = held("positive0", mux(msb(value), 0, slice(asUInt(value), MAGNITUDE_BITS - 1, 0)), 0);
        magnitude = regNextWhen(asUInt(mux(msb(value), negate(value), value)), advance.get(0));

        entry = regNextWhen(slice(index.scaled(magnitude), INDEX_BITS - 1, 0), advance.get(INDEX_STAGE));
        outside = regNextWhen(index.outside(magnitude), advance.get(INDEX_STAGE));
        UInt positiveAtTail = held("positive1", positive, INDEX_STAGE);
        // A magnitude of 2^15 is outside, so its highest bit is not missed.
        UInt magnitudeAtTail = held("magnitude1", slice(magnitude, MAGNITUDE_BITS - 1, 0), INDEX_STAGE);

        tail = regNextWhen(mux(outside, 0, tails.readAsync(entry)), advance.get(2));
        UInt positiveAtProduct = held("positive2", positiveAtTail, 2);
        UInt factor = held("magnitude2", magnitudeAtTail, 2);

        product = regNextWhen(resize(mul(factor, tail), PRODUCT_BITS), advance.get(BIAS_STAGE));
        SInt unsigned = asSInt(resize(positiveAtProduct, SUM_BITS - FRACTION_BITS));
        minuend = regNextWhen(add(unsigned, resize(bias, SUM_BITS - FRACTION_BITS)), advance.get(BIAS_STAGE));
        SInt lifted = shl(minuend, FRACTION_BITS);
        SInt sum = sub(lifted, asSInt(resize(product, SUM_BITS)));
        rounded = regNextWhen(shr(sum, ROUNDED_BITS), advance.get(STAGES - 1));
        assign(saturate.value, rounded);
        assign(code, saturate.result);
    }

    private <T extends Data> T held(String name, T value, int stage) {
        return named(name, regNextWhen(value, advance.get(stage)));
    }
}
