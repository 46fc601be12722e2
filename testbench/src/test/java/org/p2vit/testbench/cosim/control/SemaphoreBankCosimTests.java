// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.control.SemaphoreBank;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class SemaphoreBankCosimTests {
    private static final int UNITS = 3;
    private static final int SEMAPHORES = 32;

    private static Model bank(long seed) {
        return VerilatedUnit.open("SemaphoreBank", seed, () -> new SemaphoreBank(UNITS));
    }

    private static void idle(Model m) {
        for (int unit = 0; unit < UNITS; unit++) {
            m.set("units_" + unit + "_take", 0);
            m.set("units_" + unit + "_give", 0);
        }
    }

    private static void take(Model m, int unit, int id) {
        m.set("units_" + unit + "_take", 1);
        m.set("units_" + unit + "_takeId", id);
    }

    private static boolean taken(Model m, int unit) {
        return m.get("units_" + unit + "_taken") == 1;
    }

    @Test
    void tokensAreCounted() {
        long seed = 700;
        Random random = new Random(seed);
        int[] tokens = new int[SEMAPHORES];
        int[] givenBefore = new int[SEMAPHORES];
        boolean[] justTaken = new boolean[UNITS];
        int takes = 0;
        int refusals = 0;
        try (Model m = bank(seed)) {
            for (int cycle = 0; cycle < 20_000; cycle++) {
                idle(m);
                int[] wanted = new int[UNITS];
                int[] given = new int[SEMAPHORES];
                for (int unit = 0; unit < UNITS; unit++) {
                    int give = IntStream.generate(random::nextInt).limit(6).reduce(-1, (a, b) -> a & b);
                    m.set("units_" + unit + "_give", give & 0xffff_ffffL);
                    for (int id = 1; id < SEMAPHORES; id++) {
                        given[id] += give >>> id & 1;
                    }
                    // Each semaphore has one unit that takes from it.
                    wanted[unit] = 1 + unit + UNITS * random.nextInt(10);
                    m.set("units_" + unit + "_takeId", wanted[unit]);
                    if (random.nextInt(10) > 0 && !justTaken[unit]) {
                        take(m, unit, wanted[unit]);
                    } else {
                        wanted[unit] = 0;
                    }
                }
                m.step();
                m.settle();
                for (int unit = 0; unit < UNITS; unit++) {
                    boolean expected = wanted[unit] != 0 && tokens[wanted[unit]] > 0;
                    assertThat(taken(m, unit))
                            .as("unit %d takes %d in cycle %d", unit, wanted[unit], cycle)
                            .isEqualTo(expected);
                    justTaken[unit] = expected;
                    tokens[wanted[unit]] -= expected ? 1 : 0;
                    takes += expected ? 1 : 0;
                    refusals += wanted[unit] != 0 && !expected ? 1 : 0;
                }
                for (int id = 1; id < SEMAPHORES; id++) {
                    tokens[id] += givenBefore[id];
                }
                givenBefore = given;
                assertThat(m.get("fault")).isZero();
            }
        }
        assertThat(takes).isGreaterThan(1000);
        assertThat(refusals).isGreaterThan(1000);
    }

    @Test
    void aTokenTooManyIsAFault() {
        try (Model m = bank(1)) {
            idle(m);
            m.set("units_2_give", 1L << 31);
            m.step(SemaphoreBank.MOST);
            m.set("units_2_give", 0);
            m.step(4);
            assertThat(m.get("fault")).isZero();
            m.set("units_2_give", 1L << 31);
            m.step();
            m.set("units_2_give", 0);
            m.step(3);
            assertThat(m.get("fault")).isEqualTo(1);
        }
    }

    @Test
    void aFullSemaphoreThatIsTakenAndGivenIsNone() {
        try (Model m = bank(2)) {
            idle(m);
            m.set("units_0_give", 2);
            m.step(SemaphoreBank.MOST - 1);
            m.set("units_0_give", 0);
            m.step();
            for (int i = 0; i < 20; i++) {
                m.set("units_0_give", i % 2 == 0 ? 2 : 0);
                take(m, 1, 1);
                m.set("units_1_take", i % 2 == 0 ? 1 : 0);
                m.step();
                m.settle();
                assertThat(taken(m, 1)).isEqualTo(i % 2 == 0);
            }
            m.step(3);
            assertThat(m.get("fault")).isZero();
        }
    }

    @Test
    void twoUnitsTakingTheSameSemaphoreIsAFault() {
        try (Model m = bank(3)) {
            idle(m);
            m.set("units_0_give", 1 << 5);
            m.step(3);
            m.set("units_0_give", 0);
            take(m, 0, 5);
            take(m, 2, 5);
            m.step();
            assertThat(m.get("fault")).isZero();
            idle(m);
            m.step(2);
            assertThat(m.get("fault")).isEqualTo(1);
        }
    }
}
