// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.ContractTables;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One logit: its distance t from the maximum and its exponential p (numeric contract §5.3).
 *
 * <p>Stages: those of the distance, t, table, shift. Stage i is enabled by bit i of {@code advance}; {@code shift} belongs to stage
 * {@link DistanceLane#SHIFT_STAGE}, {@code absent} (the key does not exist: p is 0) to the last.
 */
final class ExponentialLane extends HwModule {
    static final int STAGES = DistanceLane.STAGES + 3;
    static final int EXPONENTIAL_BITS = 16;
    private static final int DISTANCE_BITS = 13;
    private static final int FRACTION_BITS = 8;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool absent = in(bool());
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final UInt exponential = out(reg(uint(EXPONENTIAL_BITS)));

    private final DistanceLane exact = inst(new DistanceLane());
    private final UInt distance;
    private final HwMemory<UInt> exponentials = rom(() -> uint(EXPONENTIAL_BITS), ContractTables.exponentials());
    private final UInt mantissa;
    private final UInt exponent;

    ExponentialLane() {
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
        UInt present = shr(mantissa, exponent);
        when(advance.get(STAGES - 1), () -> assign(exponential, mux(absent, 0, present)));
    }
}
