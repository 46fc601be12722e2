// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * How far a logit is below the maximum, in powers of two: {@code roundShift((m − l)·47274, shift)} (numeric contract §5.1, §5.3).
 *
 * <p>Stages: difference, product, two of rounding shift. Stage i is enabled by bit i of {@code advance}; {@code shift} belongs to
 * stage {@link #SHIFT_STAGE}.
 */
final class DistanceLane extends HwModule {
    static final int SHIFT_STAGE = 2;
    static final int STAGES = SHIFT_STAGE + RoundShift.LATENCY;

    private static final int LOG2_E = NumericContract.LOG2_E_Q15;
    private static final int NIBBLE_PRODUCT_BITS = 20;
    static final int PRODUCT_BITS = 24;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final UInt distance = out(uint(PRODUCT_BITS));

    private final UInt difference;
    private final UInt product;
    private final RoundShift roundShift = inst(new RoundShift(PRODUCT_BITS + 1));
    private final HwMemory<UInt> multiplesLow = multiples();
    private final HwMemory<UInt> multiplesHigh = multiples();

    DistanceLane() {
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
        // Rounding the greatest product does not reach the sign.
        assign(distance, resize(asUInt(roundShift.result), PRODUCT_BITS));
    }

    private static HwMemory<UInt> multiples() {
        return rom(
                () -> uint(NIBBLE_PRODUCT_BITS),
                IntStream.range(0, 16).map(i -> i * LOG2_E).toArray());
    }
}
