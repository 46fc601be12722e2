// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2vit.hw.dsl.Hdl.*;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HdlException;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class FifoCosimTests {
    private static final int BITS = 12;

    private static Model open(int depth, long seed) {
        return VerilatedUnit.open("Fifo-" + depth, seed, () -> new Fifo<>(() -> bits(BITS), depth));
    }

    /** Each cycle it is ready unless it holds {@code depth} words, and offers one unless it holds none. */
    @ParameterizedTest
    @CsvSource({"2, 0, 0", "2, 50, 50", "4, 0, 70", "4, 70, 0", "16, 30, 60", "16, 60, 30", "32, 10, 10"})
    void wordsComeInOrderAndItHoldsExactlyItsDepth(int depth, int pushStall, int popStall) {
        long seed = 500 + depth + pushStall;
        Random random = new Random(seed);
        List<Long> sent = new ArrayList<>();
        int held = 0;
        try (Model m = open(depth, seed)) {
            Bench bench = new Bench(m);
            StreamSource push = bench.add(new StreamSource(m, "push", seed, pushStall));
            StreamSink<Long> pop = bench.add(StreamSink.ofLongs(m, "pop", seed + 1, popStall));
            for (int cycle = 0; cycle < 3000; cycle++) {
                sent.add((long) random.nextInt(1 << BITS));
                push.send(sent.get(cycle));
                int popped = pop.count();
                bench.step();
                String where = "cycle " + cycle + " with " + held + " of " + depth + ", seed " + seed;
                assertThat(m.get("push_ready")).as(where).isEqualTo(held < depth ? 1 : 0);
                assertThat(m.get("pop_valid")).as(where).isEqualTo(held > 0 ? 1 : 0);
                if (held > 0) {
                    assertThat(m.get("pop_payload")).as(where).isEqualTo(sent.get(popped));
                }
                held = (int) (push.sent() - pop.count());
            }
            assertThat(pop.count()).as("words, seed %d", seed).isGreaterThan(500);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16})
    void aWordIsThereInTheNextCycleAndOneFollowsInEach(int depth) {
        try (Model m = open(depth, 1)) {
            Bench bench = new Bench(m);
            StreamSource push = bench.add(new StreamSource(m, "push", 1, 0));
            StreamSink<Long> pop = bench.add(StreamSink.ofLongs(m, "pop", 2, 0));
            long first = m.cycle();
            for (int i = 0; i < 100; i++) {
                push.send(i);
                bench.step();
            }
            assertThat(pop.cycleOf(0) - first).isEqualTo(1);
            assertThat(pop.count()).isEqualTo(99);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12})
    void refusesOtherDepths(int depth, @TempDir Path folder) {
        assertThatThrownBy(() -> Generate.verilog(folder, () -> new Fifo<>(() -> bits(BITS), depth)))
                .isInstanceOf(HdlException.class)
                .hasMessageContaining("FIFO depth " + depth + " is not a power of two above 1");
    }
}
