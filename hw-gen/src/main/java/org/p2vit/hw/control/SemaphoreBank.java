// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The counting semaphores (architecture §3). A token given in one cycle can be taken in the next. {@code fault} is high when a counter
 * overflows, or when two units take from the same semaphore in one cycle, which the programming rules forbid.
 */
public final class SemaphoreBank extends HwModule {
    private static final int COUNTER_BITS = 12;

    public final List<SemaphorePort> units;
    public final Bool fault = out(bool());
    private final List<UInt> counters;

    public SemaphoreBank(int unitCount) {
        units = list(unitCount, i -> slave(new SemaphorePort()));
        counters = list(SemaphorePort.COUNT, i -> reg(uint(COUNTER_BITS), 0));
        List<Bool> available = list(SemaphorePort.COUNT, i -> i == 0 ? bool(false) : ne(counters.get(i), 0));
        for (SemaphorePort unit : units) {
            assign(unit.taken, and(unit.take, muxByIndex(available, unit.takeId)));
        }
        Bool wrong = bool(false);
        for (int id = 0; id < SemaphorePort.COUNT; id++) {
            wrong = or(wrong, count(id));
        }
        assign(fault, named("misused", regNext(wrong, false)));
    }

    /** Updates counter {@code id}; true when it is misused. Counter 0 is never given to. */
    private Bool count(int id) {
        UInt given = uint(COUNTER_BITS + 1, 0);
        Bool takenBefore = bool(false);
        Bool twice = bool(false);
        for (SemaphorePort unit : units) {
            Bool gives = id == 0 ? bool(false) : bit(unit.give, id);
            given = add(given, resize(asUInt(gives), COUNTER_BITS + 1));
            Bool takes = and(unit.taken, eq(unit.takeId, id));
            twice = or(twice, and(takes, takenBefore));
            takenBefore = or(takenBefore, takes);
        }
        UInt counter = counters.get(id);
        UInt sum = named(
                "sum_" + id,
                sub(add(resize(counter, COUNTER_BITS + 1), given), resize(asUInt(takenBefore), COUNTER_BITS + 1)));
        assign(counter, resize(sum, COUNTER_BITS));
        return or(msb(sum), twice);
    }
}
