// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One logit's uniform code: {@code c = (255·p + θ) >> 15} (numeric contract §5.3). Stages: those of the exponential, product,
 * code. Stage i is enabled by bit i of {@code advance}; {@code shift} belongs to stage {@link DistanceLane#SHIFT_STAGE}, {@code absent} (the key does not exist: c is
 * 0) to stage {@link #ABSENT_STAGE}.
 */
final class UniformLane extends HwModule {
    static final int CODE_BITS = 8;
    static final int ABSENT_STAGE = ExponentialLane.STAGES - 1;
    static final int STAGES = ExponentialLane.STAGES + 2;
    private static final int SHIFT = 15;
    private static final int PRODUCT_BITS = SHIFT + CODE_BITS;

    final SInt logit = in(sint(8));
    final SInt maximum = in(sint(8));
    final UInt shift = in(uint(5));
    final Bool absent = in(bool());
    final List<Bool> advance = list(STAGES, stage -> in(bool()));
    final UInt code = out(reg(uint(CODE_BITS)));

    private final ExponentialLane lane = inst(new ExponentialLane());
    private final UInt product;

    /** Of the key {@code key} of a word, which has 8 keys or a multiple, so that its threshold θ is a constant. */
    UniformLane(int key) {
        assign(lane.logit, logit);
        assign(lane.maximum, maximum);
        assign(lane.shift, shift);
        assign(lane.absent, absent);
        for (int stage = 0; stage < ExponentialLane.STAGES; stage++) {
            assign(lane.advance.get(stage), advance.get(stage));
        }
        UInt power = resize(lane.exponential, PRODUCT_BITS);
        product = regNextWhen(sub(shlKeep(power, uint(4, CODE_BITS)), power), advance.get(ExponentialLane.STAGES));
        // At most 255·2^15, which no threshold lifts to 256·2^15.
        UInt lifted = add(product, threshold(key));
        when(advance.get(STAGES - 1), () -> assign(code, shr(lifted, SHIFT)));
    }

    private static int threshold(int key) {
        int reversed = (key & 1) << 2 | key & 2 | key >> 2 & 1;
        return 2 * reversed + 1 << 11;
    }
}
