// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal.design;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;

/** Both kinds of {@link CreditCounter}, which count the same. */
public final class CreditCounters extends HwModule {
    public final Bool taken = in(bool());
    public final Bool returned = in(bool());
    public final List<Bool> room = list(2, kind -> out(bool()));
    public final List<Bool> some = list(2, kind -> out(bool()));
    public final List<Bool> none = list(2, kind -> out(bool()));
    private final List<CreditCounter> counters;

    public CreditCounters(int capacity) {
        counters = List.of(CreditCounter.taken(capacity), CreditCounter.left(capacity));
        for (int kind = 0; kind < counters.size(); kind++) {
            counters.get(kind).count(taken, returned);
            assign(room.get(kind), counters.get(kind).room());
            assign(some.get(kind), counters.get(kind).some());
            assign(none.get(kind), counters.get(kind).none());
        }
    }
}
