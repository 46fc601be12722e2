// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bool;

@Tag("cosim")
class CreditCounterCosimTests {
    /** Both kinds of counter side by side: 0 counts what is taken, 1 what is left. */
    private static final class Credits extends HwModule {
        public final Bool taken = in(bool());
        public final Bool returned = in(bool());
        public final List<Bool> room = list(2, kind -> out(bool()));
        public final List<Bool> some = list(2, kind -> out(bool()));
        public final List<Bool> none = list(2, kind -> out(bool()));
        private final List<CreditCounter> counters;

        Credits(int capacity) {
            counters = List.of(CreditCounter.taken(capacity), CreditCounter.left(capacity));
            counters.get(0).count(taken, returned);
            counters.get(1).count(() -> and(taken, bool(true)), () -> and(returned, bool(true)));
            for (int kind = 0; kind < counters.size(); kind++) {
                assign(room.get(kind), counters.get(kind).room());
                assign(some.get(kind), counters.get(kind).some());
                assign(none.get(kind), counters.get(kind).none());
            }
        }
    }

    private static Model open(int capacity, long seed) {
        return VerilatedUnit.open("CreditCounter-" + capacity, seed, () -> new Credits(capacity));
    }

    private static void check(Model m, int held, int capacity, String when) {
        for (int kind = 0; kind < 2; kind++) {
            assertThat(List.of(m.get("room_" + kind), m.get("some_" + kind), m.get("none_" + kind)))
                    .as("room, some, none of kind %d with %d of %d taken, %s", kind, held, capacity, when)
                    .containsExactly(held < capacity ? 1L : 0L, held > 0 ? 1L : 0L, held == 0 ? 1L : 0L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 64})
    void countsWhatIsTakenAndReturned(int capacity) {
        long seed = 40 + capacity;
        Random random = new Random(seed);
        int held = 0;
        boolean wasFull = false;
        boolean wasEmptyAgain = false;
        try (Model m = open(capacity, seed)) {
            for (int cycle = 0; cycle < 4000; cycle++) {
                // Long times of taking and of returning, so that both ends are reached.
                int bias = cycle / (4 * capacity) % 2 == 0 ? 80 : 20;
                boolean take = held < capacity && random.nextInt(100) < bias;
                boolean giveBack = held > 0 && random.nextInt(100) >= bias;
                m.set("taken", take ? 1 : 0);
                m.set("returned", giveBack ? 1 : 0);
                m.step();
                check(m, held, capacity, "cycle " + cycle + ", seed " + seed);
                held += (take ? 1 : 0) - (giveBack ? 1 : 0);
                wasFull |= held == capacity;
                wasEmptyAgain |= wasFull && held == 0;
            }
        }
        assertThat(wasFull && wasEmptyAgain)
                .as("full and empty again, seed %d", seed)
                .isTrue();
    }

    @Test
    void bothAtOnceLeaveTheNumberAloneAlsoAtItsEnds() {
        int capacity = 3;
        try (Model m = open(capacity, 1)) {
            for (int held = 0; held <= capacity; held++) {
                m.set("taken", 1);
                m.set("returned", 1);
                m.step(5);
                check(m, held, capacity, "both for 5 cycles");
                m.set("returned", 0);
                m.step();
            }
        }
    }

    /** As its description says: a counter that is taken from without room is wrong from then on, and the test sees it. */
    @Test
    void wrapsWhenThereWasNoRoom() {
        int capacity = 3;
        try (Model m = open(capacity, 1)) {
            m.set("taken", 1);
            m.step(capacity + 1);
            m.set("taken", 0);
            m.step();
            check(m, 0, capacity, "one taken too many");
        }
    }
}
