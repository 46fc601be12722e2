// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bool;
import spinal.core.UInt;

@Tag("cosim")
class ValidPipelineCosimTests {
    private static final int CYCLES = 5;
    /** Where the carried payload begins, and which stages are given as enables. */
    private static final int FROM = 2;

    private static final class Pipeline extends HwModule {
        public final Bool valid = in(bool());
        public final UInt data = in(uint(8));
        public final Bool moving = out(bool());
        public final List<Bool> at = list(CYCLES + 1, cycle -> out(bool()));
        public final List<Bool> advance = list(3, stage -> out(bool()));
        /** Enabled: after stage n, the data of the last entry that was in it. */
        public final List<UInt> held = list(CYCLES, stage -> out(uint(8)));

        public final List<UInt> carried = list(CYCLES - FROM + 1, i -> out(uint(8)));

        /** @param early registers that are made at once; the others when they are asked for */
        Pipeline(int early) {
            ValidPipeline pipeline = named("valid", new ValidPipeline(valid, early));
            UInt stage = data;
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                stage = named("stage_" + cycle, pipeline.hold(stage, cycle));
                assign(held.get(cycle), stage);
            }
            List<UInt> late = pipeline.carry("data", data, FROM, CYCLES);
            for (int i = 0; i < late.size(); i++) {
                assign(carried.get(i), late.get(i));
            }
            for (int cycle = 0; cycle <= CYCLES; cycle++) {
                assign(at.get(cycle), pipeline.at(cycle));
            }
            pipeline.enable(advance, FROM);
            assign(moving, pipeline.moving());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, CYCLES})
    void everyStageSeesWhatEnteredItsCyclesAgo(int early) {
        long seed = 60 + early;
        Random random = new Random(seed);
        boolean[] valid = new boolean[2000];
        int[] data = new int[valid.length];
        int[] lastHeld = new int[CYCLES];
        Arrays.fill(lastHeld, -1);
        try (Model m = VerilatedUnit.open("ValidPipeline-" + early, seed, () -> new Pipeline(early))) {
            for (int now = 0; now < valid.length; now++) {
                valid[now] = random.nextInt(100) < (now / 100 % 3) * 45;
                data[now] = random.nextInt(256);
                m.set("valid", valid[now] ? 1 : 0);
                m.set("data", data[now]);
                m.step();
                String where = "cycle " + now + ", seed " + seed;
                boolean moving = false;
                for (int cycle = 0; cycle <= CYCLES; cycle++) {
                    boolean expected = now >= cycle && valid[now - cycle];
                    moving |= expected;
                    assertThat(m.get("at_" + cycle))
                            .as("at %d, %s", cycle, where)
                            .isEqualTo(expected ? 1 : 0);
                    if (cycle >= FROM && cycle < FROM + 3) {
                        assertThat(m.get("advance_" + (cycle - FROM))).as(where).isEqualTo(expected ? 1 : 0);
                    }
                }
                assertThat(m.get("moving")).as("moving, %s", where).isEqualTo(moving ? 1 : 0);
                for (int stage = 0; stage < CYCLES; stage++) {
                    int entered = now - stage - 1;
                    lastHeld[stage] = entered >= 0 && valid[entered] ? data[entered] : lastHeld[stage];
                    if (lastHeld[stage] >= 0) {
                        assertThat(m.get("held_" + stage))
                                .as("held %d, %s", stage, where)
                                .isEqualTo(lastHeld[stage]);
                    }
                }
                for (int i = 0; i <= CYCLES - FROM && now >= i; i++) {
                    assertThat(m.get("carried_" + i))
                            .as("carried %d, %s", i, where)
                            .isEqualTo(data[now - i]);
                }
            }
        }
    }
}
