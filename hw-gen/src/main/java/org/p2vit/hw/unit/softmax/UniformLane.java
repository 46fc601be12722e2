// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RomContents;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One logit's uniform code: distance t from the maximum, exponential p, {@code c = (255·p + θ) >> 15} (numeric contract §5.3).
 *
 * <p>Stages: those of the distance, t, table, shift, product, code. Stage i is enabled by bit i of {@code advance}; {@code shift} belongs to stage
 * {@link DistanceLane#SHIFT_STAGE}, {@code absent} (the key does not exist: p is 0) to stage {@link #ABSENT_STAGE}.
 */
final class UniformLane extends HwModule {
    static final int CODE_BITS = 8;
    static final int ABSENT_STAGE = DistanceLane.STAGES + 2;
    static final int STAGES = ABSENT_STAGE + 3;
    static final int EXPONENTIAL_BITS = 16;
    static final int DISTANCE_BITS = 13;
    private static final int FRACTION_BITS = 8;
    private static final int SHIFT = NumericContract.UNIFORM_SHIFT;
    static final int PRODUCT_BITS = SHIFT + CODE_BITS;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool absent = in(bool());
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final UInt code = out(reg(uint(CODE_BITS)));

    private final DistanceLane exact = inst(new DistanceLane());
    private final UInt distance;
    private final HwMemory<UInt> exponentials = rom(() -> uint(EXPONENTIAL_BITS), RomContents.exponentials());
    private final UInt mantissa;
    private final UInt exponent;
    private final UInt exponential;
    private final UInt product;

    /** Of the key {@code key} of a word, which has 8 keys or a multiple, so that its threshold θ is a constant. */
    UniformLane(int key) {
        assign(exact.logit, logit);
        assign(exact.maximum, maximum);
        assign(exact.shift, shift);
        for (int stage = 0; stage < DistanceLane.STAGES; stage++) {
            assign(exact.advance.get(stage), advance.get(stage));
        }
        Bool beyond = named("beyond", orReduce(shr(exact.distance, DISTANCE_BITS)));
        UInt limit = uint(DISTANCE_BITS, (1 << DISTANCE_BITS) - 1);
        UInt limited = mux(beyond, limit, resize(exact.distance, DISTANCE_BITS));
        distance = regNextWhen(limited, advance.get(DistanceLane.STAGES));

        UInt found = exponentials.readAsync(slice(distance, FRACTION_BITS - 1, 0));
        mantissa = regNextWhen(found, advance.get(DistanceLane.STAGES + 1));
        exponent = regNextWhen(shr(distance, FRACTION_BITS), advance.get(DistanceLane.STAGES + 1));
        exponential = regNextWhen(mux(absent, 0, shr(mantissa, exponent)), advance.get(ABSENT_STAGE));

        UInt power = resize(exponential, PRODUCT_BITS);
        product = regNextWhen(sub(shlKeep(power, uint(4, CODE_BITS)), power), advance.get(ABSENT_STAGE + 1));
        // At most 255·2^15, which no threshold lifts to 256·2^15.
        UInt lifted = add(product, threshold(key));
        when(advance.get(STAGES - 1), () -> assign(code, shr(lifted, SHIFT)));
    }

    private static int threshold(int key) {
        int reversed = (key & 1) << 2 | key & 2 | key >> 2 & 1;
        return 2 * reversed + 1 << 11;
    }
}
