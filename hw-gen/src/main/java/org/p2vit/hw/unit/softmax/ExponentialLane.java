// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One logit: its distance t from the maximum and its exponential p (numeric contract §5.1).
 *
 * <p>Stages: difference, product, two of rounding shift, t, table, shift. Stage i is enabled by bit i of {@code advance};
 * {@code shift} belongs to stage {@link #SHIFT_STAGE}, {@code absent} (the key does not exist: p is 0) to the last.
 */
final class ExponentialLane extends HwModule {
    static final int STAGES = 7;
    static final int SHIFT_STAGE = 2;
    /** The stage after which {@code distance} is there. */
    static final int DISTANCE_STAGE = 4;

    static final int DISTANCE_BITS = 13;
    static final int EXPONENTIAL_BITS = 16;
    private static final int FRACTION_BITS = 8;
    private static final int LOG2_E = 47274;
    private static final int NIBBLE_PRODUCT_BITS = 20;
    private static final int PRODUCT_BITS = 24;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool absent = in(bool());
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    /** t; a port where the third pass needs it. */
    final UInt distance;

    final UInt exponential = out(reg(uint(EXPONENTIAL_BITS)));

    private final UInt difference;
    private final UInt product;
    private final RoundShift roundShift = inst(new RoundShift(PRODUCT_BITS + 1));
    private final HwMemory<UInt> multiplesLow = multiples();
    private final HwMemory<UInt> multiplesHigh = multiples();
    private final HwMemory<UInt> exponentials = rom(() -> uint(EXPONENTIAL_BITS), ContractTables.exponentials());
    private final UInt mantissa;
    private final UInt exponent;

    ExponentialLane(Coding coding) {
        UInt t = reg(uint(DISTANCE_BITS));
        distance = coding == Coding.LOGARITHMIC ? out(t) : t;
        // The maximum is not below an existing logit, so the difference fits 8 bits.
        difference = regNextWhen(sub(asUInt(maximum), asUInt(logit)), advance.get(0));
        // Two tables of multiples of the constant cost less than a multiplier.
        UInt low = multiplesLow.readAsync(slice(difference, 3, 0));
        UInt high = multiplesHigh.readAsync(slice(difference, 7, 4));
        product = regNextWhen(add(resize(low, PRODUCT_BITS), shl(high, 4)), advance.get(1));

        assign(roundShift.value, asSInt(resize(product, PRODUCT_BITS + 1)));
        assign(roundShift.shift, shift);
        assign(roundShift.advance.get(0), advance.get(SHIFT_STAGE));
        assign(roundShift.advance.get(1), advance.get(SHIFT_STAGE + 1));
        UInt exact = asUInt(roundShift.result);
        Bool beyond = named("beyond", orReduce(shr(exact, DISTANCE_BITS)));
        UInt limit = uint(DISTANCE_BITS, (1 << DISTANCE_BITS) - 1);
        UInt limited = mux(beyond, limit, resize(exact, DISTANCE_BITS));
        when(advance.get(DISTANCE_STAGE), () -> assign(distance, limited));

        mantissa = regNextWhen(exponentials.readAsync(slice(distance, FRACTION_BITS - 1, 0)), advance.get(5));
        exponent = regNextWhen(shr(distance, FRACTION_BITS), advance.get(5));
        UInt present = shr(mantissa, exponent);
        when(advance.get(6), () -> assign(exponential, mux(absent, 0, present)));
    }

    private static HwMemory<UInt> multiples() {
        return rom(
                () -> uint(NIBBLE_PRODUCT_BITS),
                IntStream.range(0, 16).map(i -> i * LOG2_E).toArray());
    }
}
