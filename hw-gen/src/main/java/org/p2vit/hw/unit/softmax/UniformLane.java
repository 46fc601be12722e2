// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One logit's uniform code: {@code c = roundShift(127·p, 15)} (numeric contract §5.3). Stages: those of the exponential, product, two of rounding
 * shift. Stage i is enabled by bit i of {@code advance}; {@code shift} belongs to stage {@link DistanceLane#SHIFT_STAGE}, {@code absent} (the key does not exist: c is
 * 0) to stage {@link #ABSENT_STAGE}.
 */
final class UniformLane extends HwModule {
    static final int CODE_BITS = 8;
    static final int ABSENT_STAGE = ExponentialLane.STAGES - 1;
    static final int STAGES = ExponentialLane.STAGES + 1 + RoundShift.LATENCY;
    private static final int GREATEST_LOG2 = 7;
    private static final int SHIFT = 15;
    /** 127·2^15, and a sign. */
    private static final int PRODUCT_BITS = 23;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool absent = in(bool());
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    /** At most 127. */
    final UInt code = out(uint(CODE_BITS));

    private final ExponentialLane lane = inst(new ExponentialLane());
    private final SInt product;
    private final RoundShift rounding = inst(new RoundShift(PRODUCT_BITS));

    UniformLane() {
        assign(lane.logit, logit);
        assign(lane.maximum, maximum);
        assign(lane.shift, shift);
        assign(lane.absent, absent);
        for (int stage = 0; stage < ExponentialLane.STAGES; stage++) {
            assign(lane.advance.get(stage), advance.get(stage));
        }
        UInt power = resize(lane.exponential, PRODUCT_BITS);
        product = regNextWhen(
                asSInt(sub(shlKeep(power, uint(3, GREATEST_LOG2)), power)), advance.get(ExponentialLane.STAGES));
        assign(rounding.value, product);
        assign(rounding.shift, SHIFT);
        assign(rounding.advance.get(0), advance.get(STAGES - 2));
        assign(rounding.advance.get(1), advance.get(STAGES - 1));
        assign(code, resize(asUInt(rounding.result), CODE_BITS));
    }
}
