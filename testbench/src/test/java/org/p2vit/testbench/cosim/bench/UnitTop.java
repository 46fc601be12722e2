// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.control.SemaphoreBank;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.BaseType;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;

/**
 * A unit with the machine's semaphores around it, as the top of a simulation: {@code give} puts tokens in from outside,
 * {@code given} shows those of the unit. The other ports are passed through by {@link #lift}.
 */
public abstract class UnitTop extends HwModule {
    public final Bits give = in(bits(SemaphorePort.COUNT));
    public final Bits given = out(bits(SemaphorePort.COUNT));
    public final Bool semaphoreFault = out(bool());
    private final SemaphoreBank semaphores = inst(new SemaphoreBank(2));

    protected void connect(SemaphorePort unit) {
        SemaphorePort inside = semaphores.units.get(0);
        SemaphorePort outside = semaphores.units.get(1);
        assign(inside.take, unit.take);
        assign(inside.takeId, unit.takeId);
        assign(unit.taken, inside.taken);
        assign(inside.give, unit.give);
        assign(given, unit.give);
        assign(outside.take, false);
        assign(outside.takeId, 0);
        assign(outside.give, give);
        assign(semaphoreFault, semaphores.fault);
    }

    /** A port of this module that is the child's port {@code inner}. */
    protected static <T extends Data> T lift(T inner) {
        T outer = like(inner);
        var insides = inner.flatten().iterator();
        var outsides = outer.flatten().iterator();
        while (insides.hasNext()) {
            BaseType inside = insides.next();
            BaseType outside = outsides.next();
            if (inside.isOutput()) {
                assign(out(outside), inside);
            } else {
                assign(inside, in(outside));
            }
        }
        return outer;
    }
}
