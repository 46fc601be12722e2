// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class CommandFrontEndCosimTests {
    private static final Semaphore[] ALL = Semaphore.values();
    private static final int WAITS = 1;
    private static final int SIGNALS = 8;

    /** RUN of {@code tiles} tiles, or SYNC when 0. */
    private record Step(Sync sync, int tiles) {
        byte[] bytes(int tag) {
            Command command = tiles == 0
                    ? Command.sync(Unit.MATMUL, sync)
                    : new Command(Unit.MATMUL, true, 0, sync, new int[] {0, 0, tiles, 0, 0, 0});
            return CommandBytes.of(command, tag);
        }

        /** Adds the tokens that the whole step takes, or gives, by identifier. */
        void takes(int[] tokens) {
            tokens[sync.startA().ordinal()]++;
            tokens[sync.startB().ordinal()]++;
            tokens[sync.tileWait().ordinal()] += tiles;
        }

        void gives(int[] tokens) {
            tokens[sync.tileSignal().ordinal()] += tiles;
            tokens[sync.endA().ordinal()]++;
            tokens[sync.endB().ordinal()]++;
        }
    }

    /** Gives the tokens that steps take, and checks that nothing began before its tokens were there. */
    private static final class Supply implements BusModel, TileUnit.Listener {
        private final List<Step> steps;
        private final UnitMonitor counters;
        private final Random random;
        private final boolean inOrder;
        private final List<int[]> toGive = new ArrayList<>();
        private final int[] supplied = new int[ALL.length];
        private final int[] needed = new int[ALL.length];
        private int started = -1;
        private int done;

        /** @param inOrder a step's tokens come only when all steps before it have completed */
        Supply(List<Step> steps, UnitMonitor counters, Random random, boolean inOrder) {
            this.steps = steps;
            this.counters = counters;
            this.random = random;
            this.inOrder = inOrder;
            for (int i = 0; i < steps.size(); i++) {
                int[] tokens = new int[ALL.length];
                steps.get(i).takes(tokens);
                for (int id = 1; id < tokens.length; id++) {
                    for (int n = 0; n < tokens[id]; n++) {
                        toGive.add(new int[] {id, runsBefore(i)});
                    }
                }
            }
        }

        private int runsBefore(int step) {
            return (int)
                    steps.subList(0, step).stream().filter(s -> s.tiles() > 0).count();
        }

        @Override
        public void drive() {
            if (toGive.isEmpty() || random.nextInt(3) == 0) {
                return;
            }
            int pick = inOrder ? 0 : random.nextInt(Math.min(4, toGive.size()));
            if (!inOrder || toGive.get(pick)[1] <= done) {
                int id = toGive.remove(pick)[0];
                counters.give(id);
                supplied[id]++;
            }
        }

        @Override
        public void sample() {
            // The unit reports.
        }

        @Override
        public void started(byte[] command) {
            do {
                started++;
                Sync sync = steps.get(started).sync();
                needed[sync.startA().ordinal()]++;
                needed[sync.startB().ordinal()]++;
            } while (steps.get(started).tiles() == 0);
            assertThat(command).isEqualTo(steps.get(started).bytes(started));
            requireSupplied("start of step " + started);
        }

        @Override
        public void tileBegun(byte[] command) {
            needed[steps.get(started).sync().tileWait().ordinal()]++;
            requireSupplied("a tile of step " + started);
        }

        @Override
        public void commandDone() {
            done++;
        }

        private void requireSupplied(String what) {
            for (int id = 1; id < needed.length; id++) {
                assertThat(needed[id]).as("tokens of %s at %s", ALL[id], what).isLessThanOrEqualTo(supplied[id]);
            }
        }
    }

    private static void run(List<Step> steps, long seed, boolean inOrder, int delay) {
        Random random = new Random(seed);
        try (Model m = VerilatedUnit.open("FrontEnd", seed, FrontEndTop::new)) {
            Bench bench = new Bench(m);
            UnitMonitor counters = new UnitMonitor(m);
            Supply supply = bench.add(new Supply(steps, counters, random, inOrder));
            bench.add(counters);
            StreamSource commands = bench.add(new StreamSource(m, "command", seed, 20));
            bench.add(new TileUnit(m, random, delay, supply));
            int[] expected = new int[ALL.length];
            for (int i = 0; i < steps.size(); i++) {
                commands.send(steps.get(i).bytes(i));
                steps.get(i).gives(expected);
            }
            int runs = supply.runsBefore(steps.size());
            bench.stepUntil(() -> supply.done == runs && commands.idle(), 1000 + 200 * steps.size());
            bench.step(40);
            assertThat(m.get("occupied")).as("occupied, seed %d", seed).isZero();
            for (int id = 1; id < ALL.length; id++) {
                assertThat(counters.given(id)).as("%s, seed %d", ALL[id], seed).isEqualTo(expected[id]);
            }
        }
    }

    /** One of six semaphores from {@code first} on that is not among {@code but}, or none. */
    private static Semaphore any(Random random, int first, Semaphore... but) {
        Semaphore choice = random.nextInt(3) == 0 ? Semaphore.NONE : ALL[first + random.nextInt(6)];
        return Arrays.asList(but).contains(choice) ? Semaphore.NONE : choice;
    }

    @ParameterizedTest
    @CsvSource({"1, false, 12", "2, false, 0", "3, true, 12", "4, true, 3", "5, false, 40"})
    void waitsAreKeptAndNoSignalIsLost(long seed, boolean inOrder, int delay) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            boolean run = random.nextInt(3) > 0;
            Semaphore tileSignal = run ? any(random, SIGNALS) : Semaphore.NONE;
            Semaphore endA = any(random, SIGNALS, tileSignal);
            Semaphore endB = any(random, SIGNALS, tileSignal, endA);
            Semaphore tileWait = run ? any(random, WAITS) : Semaphore.NONE;
            Sync sync = new Sync(any(random, WAITS), any(random, WAITS), tileWait, tileSignal, endA, endB);
            steps.add(new Step(sync, run ? 1 + random.nextInt(4) : 0));
        }
        run(steps, seed, inOrder, delay);
    }

    @Test
    void aSyncBetweenCommandsThatEndInNeighbouringCyclesLosesNothing() {
        List<Step> steps = new ArrayList<>();
        Sync end = Sync.FREE.signalEnd(Semaphore.WEIGHTS_LOADED);
        for (int i = 0; i < 50; i++) {
            steps.add(new Step(end, 1));
            steps.add(new Step(Sync.FREE.signalEnd(Semaphore.WEIGHTS_FREE), 0));
            steps.add(new Step(Sync.FREE, 0));
        }
        run(steps, 7, false, 30);
    }

    @Test
    void theNextCommandLeavesTheTileTokensOfTheRunningOne() {
        Semaphore rows = Semaphore.NORM_ROWS;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            steps.add(new Step(Sync.FREE.afterEachTile(rows), 3));
            steps.add(new Step(Sync.FREE.after(rows), 1));
        }
        run(steps, 8, true, 10);
    }
}
