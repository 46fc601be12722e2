// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.cell.PriorityArbiter;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

@Tag("cosim")
class PriorityArbiterCosimTests {
    private static final int BITS = 16;

    private static final class Shared extends HwModule {
        public final List<HwStream<Bits>> clients;
        public final HwStream<Bits> receiver = master(stream(() -> bits(BITS)));
        public final Bool allowed = in(bool());
        public final Bool accept = out(bool());
        public final UInt winner;
        private final PriorityArbiter<Bits> granted = new PriorityArbiter<>();

        Shared(int count) {
            clients = list(count, i -> slave(stream(() -> bits(BITS))));
            winner = out(uint(indexWidth(count)));
            granted.share(clients, receiver, (word, sent) -> assign(sent, word), List.of(allowed));
            assign(accept, granted.accept());
            assign(winner, granted.winner());
        }
    }

    private static Model open(int count, long seed) {
        return VerilatedUnit.open("PriorityArbiter-" + count, seed, () -> new Shared(count));
    }

    /** Every cycle against a model of one register; what was granted comes out in that order. */
    @ParameterizedTest
    @CsvSource({"1, 40, 40", "2, 0, 0", "2, 50, 50", "3, 60, 0", "5, 80, 50", "8, 90, 30"})
    void grantsTheLastThatAsksAndHoldsIt(int count, int clientStall, int receiverStall) {
        long seed = 700 + 10L * count + clientStall;
        Random random = new Random(seed);
        List<Long> granted = new ArrayList<>();
        boolean full = false;
        try (Model m = open(count, seed)) {
            Bench bench = new Bench(m);
            List<StreamSource> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(bench.add(new StreamSource(m, "clients_" + i, seed + i, clientStall)));
            }
            StreamSink<Long> receiver = bench.add(StreamSink.ofLongs(m, "receiver", seed - 1, receiverStall));
            for (int cycle = 0; cycle < 3000; cycle++) {
                clients.forEach(client -> client.send(random.nextInt(1 << BITS)));
                boolean allowed = random.nextInt(4) > 0;
                m.set("allowed", allowed ? 1 : 0);
                bench.step();
                String where = "cycle " + cycle + ", seed " + seed;
                assertThat(m.get("receiver_valid")).as(where).isEqualTo(full ? 1 : 0);
                if (full) {
                    assertThat(m.get("receiver_payload")).as(where).isEqualTo(granted.get(granted.size() - 1));
                }
                boolean free = allowed && (!full || m.get("receiver_ready") == 1);
                int winner = -1;
                for (int i = 0; i < count; i++) {
                    winner = m.get("clients_" + i + "_valid") == 1 ? i : winner;
                }
                for (int i = 0; i < count; i++) {
                    assertThat(m.get("clients_" + i + "_ready"))
                            .as("ready of %d, %s", i, where)
                            .isEqualTo(free && i >= winner ? 1 : 0);
                }
                boolean accepted = free && winner >= 0;
                assertThat(m.get("accept")).as("accept, %s", where).isEqualTo(accepted ? 1 : 0);
                if (accepted) {
                    assertThat(m.get("winner")).as("winner, %s", where).isEqualTo(winner);
                    granted.add(m.get("clients_" + winner + "_payload"));
                }
                full = accepted || full && m.get("receiver_ready") == 0;
            }
            assertThat(granted).as("words granted, seed %d", seed).hasSizeGreaterThan(500);
            assertThat(granted.size() - receiver.count()).isBetween(0, 1);
        }
    }

    @Test
    void whatIsGrantedStaysWhenAClientOfHigherPriorityAsks() {
        try (Model m = open(3, 1)) {
            m.set("allowed", 1);
            m.set("clients_0_valid", 1);
            m.set("clients_0_payload", 10);
            m.step();
            m.set("clients_2_valid", 1);
            m.set("clients_2_payload", 12);
            m.step(5);
            assertThat(m.get("receiver_payload")).isEqualTo(10);
            assertThat(m.get("clients_2_ready")).isZero();
            m.set("receiver_ready", 1);
            m.step(2);
            assertThat(m.get("receiver_payload")).isEqualTo(12);
        }
    }
}
