// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.testbench.FourBitMachine;

class BenchPlanTests {
    private static List<String> cases(String... configs) {
        BenchPlan plan = new BenchPlan(
                Arrays.stream(configs).map(AcceleratorConfig::load).toList(),
                List.of(Architecture.named("deit-tiny"), Architecture.named("deit-small")),
                List.of(MemoryTiming.STANDARD, MemoryTiming.HARDER),
                List.of(WeightBits.EIGHT, WeightBits.FOUR, WeightBits.MIXED),
                2);
        assertThat(plan.cases()).allMatch(one -> one.images() == 2);
        return plan.cases().stream()
                .map(one -> String.join(
                        " ",
                        one.config().name(),
                        one.model(),
                        one.memory().label(),
                        one.weights().label()))
                .toList();
    }

    @Test
    void scalableConfigurationsAddWhatBitsChange() {
        assertThat(cases("kv260", FourBitMachine.FILE))
                .containsExactlyInAnyOrder(
                        "kv260 deit-tiny standard 8",
                        "kv260 deit-tiny harder 8",
                        "kv260 deit-small standard 8",
                        "kv260 deit-small harder 8",
                        "scalable deit-tiny standard 8",
                        "scalable deit-tiny standard 4",
                        "scalable deit-tiny standard mixed");
    }

    @Test
    void scalableConfigurationsAloneRunEverything() {
        assertThat(cases(FourBitMachine.FILE))
                .containsExactlyInAnyOrder(
                        "scalable deit-tiny standard 8",
                        "scalable deit-tiny standard 4",
                        "scalable deit-tiny standard mixed",
                        "scalable deit-tiny harder 8",
                        "scalable deit-small standard 8",
                        "scalable deit-small harder 8");
    }
}
