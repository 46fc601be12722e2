// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.bus.RegisterTraffic.Pauses;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.VerilatedModel;

/** Every rule of the bus models is broken by a design made for that, and reported by its name; a sound design keeps them all. */
@Tag("cosim")
class AxiRuleCosimTests {
    private static final String RTL = "src/test/resources/org/p2vit/testbench/rtl/";
    private static final int CYCLES = 4000;
    private static final Pauses REGISTER_PAUSES = new Pauses(30, 50, 40, 30, 40);

    /**
     * A design that breaks one rule.
     *
     * @param sin its number in the Verilog
     * @param stalls percent of the memory's
     * @param says part of the message
     */
    record Plant(String design, int sin, AxiRule rule, int stalls, String says) {
        @Override
        public String toString() {
            return design + " " + sin + ": " + rule;
        }
    }

    private static Plant master(int sin, AxiRule rule, String says) {
        return new Plant("broken_master", sin, rule, rule == AxiRule.NO_PATH ? 0 : 50, says);
    }

    private static Plant slave(int sin, AxiRule rule, String says) {
        return new Plant("broken_pair", sin, rule, 0, says);
    }

    static Stream<Plant> plants() {
        return Stream.of(
                master(1, AxiRule.VALID_HELD, "awvalid fell"),
                master(2, AxiRule.PAYLOAD_HELD, "aw payload changed"),
                master(3, AxiRule.PAYLOAD_HELD, "w payload changed"),
                master(4, AxiRule.RESET_QUIET, "awvalid is high in reset"),
                master(5, AxiRule.VALID_HELD, "arvalid fell"),
                master(6, AxiRule.BURST_LENGTH, "awlen asks for 21 beats, more than 16"),
                master(7, AxiRule.ALIGNMENT, "awaddr 0x104 is not aligned"),
                master(8, AxiRule.PAGE, "crosses a 4 KiB boundary"),
                master(9, AxiRule.MEMORY_RANGE, "aw burst 0x100000 + 32 bytes is outside memory"),
                master(10, AxiRule.BURST_TYPE, "awburst is 2"),
                master(11, AxiRule.BEAT_SIZE, "awsize is 4 bytes"),
                master(12, AxiRule.EXCLUSIVE, "awlock"),
                master(13, AxiRule.CACHE_CODE, "awcache is 0x4"),
                master(14, AxiRule.WRITE_LAST, "wlast is high in a middle beat (3 of 4)"),
                master(15, AxiRule.WRITE_BEATS, "more beats than addresses have asked for"),
                master(16, AxiRule.WRITE_BEATS, "more beats than addresses have asked for"),
                master(17, AxiRule.WRITE_LAST, "wlast is low in the last beat (4 of 4)"),
                master(18, AxiRule.NO_PATH, "awvalid depends"),
                master(19, AxiRule.NO_PATH, "wvalid depends"),
                master(20, AxiRule.NO_PATH, "rready depends"),
                master(41, AxiRule.NO_PATH, "awready depends"),
                master(42, AxiRule.WRITE_ASKED, "bvalid without an accepted write"),
                master(43, AxiRule.VALID_HELD, "bvalid fell"),
                master(44, AxiRule.RESPONSE_CODE, "bresp is EXOKAY"),
                master(45, AxiRule.PAYLOAD_HELD, "b payload changed"),
                master(46, AxiRule.READ_ASKED, "rvalid without an accepted read"),
                master(47, AxiRule.PAYLOAD_HELD, "r payload changed"),
                master(48, AxiRule.RESET_QUIET, "bvalid is high in reset"),
                slave(1, AxiRule.READ_ASKED, "rvalid without an accepted address"),
                slave(2, AxiRule.VALID_HELD, "rvalid fell"),
                slave(3, AxiRule.PAYLOAD_HELD, "r payload changed"),
                slave(4, AxiRule.RESPONSE_CODE, "rresp is EXOKAY"),
                slave(5, AxiRule.READ_LAST, "rlast is low in the last beat (2 of 2)"),
                slave(6, AxiRule.READ_LAST, "rlast is high in a middle beat (1 of 2)"),
                slave(7, AxiRule.WRITE_ASKED, "bvalid without a write"),
                slave(8, AxiRule.WRITE_ASKED, "bvalid without a write"),
                slave(9, AxiRule.VALID_HELD, "bvalid fell"),
                slave(10, AxiRule.RESPONSE_CODE, "bresp is EXOKAY"),
                slave(11, AxiRule.PAYLOAD_HELD, "b payload changed"));
    }

    private static Model open(String design) {
        return VerilatedModel.build(Path.of(RTL + design + ".v"), design, BuildOptions.defaults())
                .open();
    }

    /** Three times from reset, with a memory that is reset too, and registers that are written and read all the time. */
    private static RunResult run(Model model, Plant plant, int longestPause) {
        model.set("sin", plant.sin());
        Runnable reset = () -> {};
        Runnable traffic = () -> {};
        if (plant.design().equals("broken_pair")) {
            AxiMonitor.attach(model, "m_axi");
        } else {
            AxiTiming timing =
                    AxiTiming.ideal(5, 4).withStalls(3, plant.stalls()).withPausesUpTo(longestPause);
            AxiMemory memory = AxiMemory.attach(model, "m_axi", new Dram(1 << 16), timing);
            memory.limitBursts(16);
            reset = memory::forget;
            RegisterPort registers = RegisterPort.attach(model, "s_axil", 4, REGISTER_PAUSES, longestPause);
            traffic = () -> {
                for (int i = 0; i < 50; i++) {
                    registers.postWrite(i, i, i % 16);
                    registers.postRead(i);
                }
            };
        }
        RunResult result = null;
        for (int time = 0; time < 3 && (time == 0 || result.reason() == StopReason.CYCLE_LIMIT); time++) {
            model.set("aresetn", 0);
            reset.run();
            result = model.run(8);
            model.set("aresetn", 1);
            traffic.run();
            result = result.reason() == StopReason.CYCLE_LIMIT ? model.run(CYCLES) : result;
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("plants")
    void aBrokenRuleIsReportedByItsName(Plant plant) {
        try (Model model = open(plant.design())) {
            RunResult result = run(model, plant, 1);
            assertThat(result.reason()).as(result.toString()).isEqualTo(StopReason.PROTOCOL_ERROR);
            assertThat(result.messages().lines())
                    .as(result.toString())
                    .anyMatch(line -> line.contains(": " + plant.rule() + ": ") && line.contains(plant.says()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aSoundDesignKeepsAllRules(int longestPause) {
        for (String design : Set.of("broken_master", "broken_pair")) {
            try (Model model = open(design)) {
                RunResult result = run(model, new Plant(design, 0, AxiRule.NO_PATH, 40, ""), longestPause);
                assertThat(result.reason()).as(result.toString()).isEqualTo(StopReason.CYCLE_LIMIT);
            }
        }
    }

    /** What is no valid beat is random, so that a master that takes one is found by its results. */
    @Test
    void dataWithoutValidAreRandom() {
        for (int sin : new int[] {0, 21}) {
            try (Model model = open("broken_master")) {
                run(model, new Plant("broken_master", sin, AxiRule.NO_PATH, 40, ""), 1);
                long rounds = model.get("rounds");
                assertThat(rounds).isPositive();
                assertThat(model.get("sum") == rounds * (1 + 2 + 3)).isEqualTo(sin == 0);
            }
        }
    }

    @Test
    void everyRuleIsPlantedAndOnlyRulesAreReported() throws IOException {
        Set<String> rules =
                Arrays.stream(AxiRule.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(plants().map(plant -> plant.rule().name()).collect(Collectors.toSet()))
                .isEqualTo(rules);

        Set<String> reported = new TreeSet<>();
        for (String source : Set.of("axi_rules.cpp", "axi_memory.cpp", "axi_lite.cpp", "session.cpp")) {
            try (InputStream in = Model.class.getResourceAsStream("cpp/" + source)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                Pattern.compile("\"([A-Z_0-9]{4,})(?:: |\")")
                        .matcher(text)
                        .results()
                        .forEach(match -> reported.add(match.group(1)));
            }
        }
        assertThat(reported).isEqualTo(rules);
    }
}
