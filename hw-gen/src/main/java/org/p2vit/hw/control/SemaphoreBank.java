// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The counting semaphores (architecture §3). A token given in one cycle can be taken in the one after the next; who asked for it is told
 * a cycle later, so that neither the counters nor the choice among them is in a path of a unit. {@code fault} is high in the
 * cycles after a counter got more than {@link #MOST} tokens, or after two units took from the same semaphore in one cycle, which
 * the programming rules forbid.
 */
public final class SemaphoreBank extends HwModule {
    /** Tokens a semaphore may have. */
    public static final int MOST = 2047;

    private static final int COUNTER_BITS = 12;

    public final List<SemaphorePort> units;
    public final Bool fault = out(bool());
    /** Of semaphores 1 and up. */
    private final List<UInt> counters;
    /** Whether their counters are not 0. */
    private final List<Bool> present;

    private final List<Bool> granted;
    private final List<UInt> grantedId;
    /** By unit and semaphore, from 1: {@link #grantedId} is it. */
    private final List<List<Bool>> ofSemaphore;

    public SemaphoreBank(int unitCount) {
        units = list(unitCount, i -> slave(new SemaphorePort()));
        counters = list(SemaphorePort.COUNT - 1, i -> reg(uint(COUNTER_BITS), 0));
        present = list(SemaphorePort.COUNT - 1, i -> reg(bool(), false));
        List<Bool> available = list(SemaphorePort.COUNT, id -> id == 0 ? bool(false) : present.get(id - 1));
        granted = list(unitCount, i -> reg(bool(), false));
        grantedId = list(unitCount, i -> regNext(units.get(i).takeId));
        ofSemaphore = list(
                unitCount,
                i -> list(
                        SemaphorePort.COUNT - 1,
                        id -> named("of_" + i + "_" + (id + 1), regNext(eq(units.get(i).takeId, id + 1)))));
        for (int i = 0; i < unitCount; i++) {
            SemaphorePort unit = units.get(i);
            // A request is still there in the cycle in which its unit hears of the token.
            assign(granted.get(i), and(unit.take, not(granted.get(i)), muxByIndex(available, unit.takeId)));
            assign(unit.taken, granted.get(i));
        }
        for (int id = 1; id < SemaphorePort.COUNT; id++) {
            count(id);
        }
        Bool full =
                named("full", any(counters.stream().map(counter -> msb(counter)).toList()));
        assign(fault, named("misused", regNext(or(full, takenTwice()), false)));
    }

    /** The tokens given, less the one taken in the cycle before: a unit is granted nothing in the cycle after a grant. */
    private void count(int id) {
        int givenBits = indexWidth(units.size() + 1);
        UInt given = uint(givenBits, 0);
        Bool taken = bool(false);
        for (int i = 0; i < units.size(); i++) {
            given = add(given, resize(asUInt(bit(units.get(i).give, id)), givenBits));
            taken = or(taken, and(granted.get(i), ofSemaphore.get(i).get(id - 1)));
        }
        UInt counter = counters.get(id - 1);
        UInt more = named("given_" + id, regNext(given, 0));
        UInt change = resize(more, COUNTER_BITS);
        assign(counter, add(counter, mux(taken, sub(change, 1), change)));
        assign(present.get(id - 1), or(ne(more, 0), mux(taken, ne(counter, 1), ne(counter, 0))));
    }

    private Bool takenTwice() {
        List<Bool> pairs = new ArrayList<>();
        for (int a = 0; a < units.size(); a++) {
            for (int b = 0; b < a; b++) {
                pairs.add(and(granted.get(a), granted.get(b), eq(grantedId.get(a), grantedId.get(b))));
            }
        }
        return pairs.isEmpty() ? bool(false) : any(pairs);
    }
}
