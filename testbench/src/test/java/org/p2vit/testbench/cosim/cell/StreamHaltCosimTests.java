// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.cell.StreamHalt;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.dsl.HwTop;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bits;
import spinal.core.Bool;

@Tag("cosim")
class StreamHaltCosimTests {
    private static final List<String> FORMS = List.of("whole", "changed");

    /** A stream halted as it is, and one whose payload is inverted on the way. */
    private static final class Halted extends HwTop {
        public final HwStream<Bits> whole = slave(stream(() -> bits(16)));
        public final HwStream<Bits> changed = slave(stream(() -> bits(16)));
        public final Bool allowed = in(bool());
        public final HwStream<Bits> wholeSink = master(stream(() -> bits(16)));
        public final HwStream<Bits> changedSink = master(stream(() -> bits(16)));

        Halted() {
            StreamHalt.pass(whole, allowed, wholeSink, (word, sent) -> assign(sent, word));
            StreamHalt.pass(changed, allowed, changedSink, (word, sent) -> assign(sent, not(word)));
        }
    }

    /** The sinks fail by themselves if a word is withdrawn or changed before it is taken. */
    @ParameterizedTest
    @CsvSource({"0, 0", "50, 0", "0, 50", "60, 60"})
    void wordsPassOnlyWhileItIsOpenAndNoneIsLost(int sourceStall, int sinkStall) {
        long seed = 900 + sourceStall + 2L * sinkStall;
        Random random = new Random(seed);
        try (Model m = VerilatedUnit.open("StreamHalt", seed, Halted::new)) {
            Bench bench = new Bench(m);
            List<List<Long>> sent = List.of(new ArrayList<>(), new ArrayList<>());
            List<StreamSource> sources = new ArrayList<>();
            List<StreamSink<Long>> sinks = new ArrayList<>();
            for (String form : FORMS) {
                sources.add(bench.add(new StreamSource(m, form, seed, sourceStall)));
                sinks.add(bench.add(StreamSink.ofLongs(m, form + "Sink", seed + 1, sinkStall)));
            }
            boolean allowed = false;
            for (int cycle = 0; cycle < 4000; cycle++) {
                for (int i = 0; i < FORMS.size(); i++) {
                    long word = random.nextInt(1 << 16);
                    sources.get(i).send(word);
                    sent.get(i).add(i == 0 ? word : ~word & 0xffff);
                }
                // Both streams stall alike, so what has passed of one has passed of the other.
                boolean offered = allowed && m.get("wholeSink_valid") == 1 && m.get("wholeSink_ready") == 0;
                allowed = offered || random.nextInt(3) > 0;
                m.set("allowed", allowed ? 1 : 0);
                bench.step();
                for (String form : FORMS) {
                    String where = form + ", cycle " + cycle + ", seed " + seed;
                    long expectedValid = allowed ? m.get(form + "_valid") : 0;
                    long expectedReady = allowed ? m.get(form + "Sink_ready") : 0;
                    assertThat(m.get(form + "Sink_valid")).as(where).isEqualTo(expectedValid);
                    assertThat(m.get(form + "_ready")).as(where).isEqualTo(expectedReady);
                }
            }
            for (int i = 0; i < FORMS.size(); i++) {
                assertThat(sinks.get(i).count())
                        .as("words passed, seed %d", seed)
                        .isGreaterThan(200);
                List<Long> passed = sinks.get(i).words();
                for (int word = 0; word < passed.size(); word++) {
                    assertThat(passed.get(word))
                            .as("%s, word %d, seed %d", FORMS.get(i), word, seed)
                            .isEqualTo(sent.get(i).get(word));
                }
            }
        }
    }
}
