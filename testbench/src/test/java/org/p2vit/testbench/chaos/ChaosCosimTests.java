// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.accelerator.TinyAccelerator;

/** A handful of disturbances of every kind on both machines. */
@Tag("cosim")
class ChaosCosimTests {
    private static final long SEED = 5;
    private static final int INJECTIONS = 120;

    private static List<ChaosMachine> machines() {
        return Stream.of(TinyAccelerator.CONFIG, TinyAccelerator.MULTIPLY)
                .map(config -> new ChaosMachine(config, TinyAccelerator.model(config)))
                .toList();
    }

    private static String command(int index) {
        return "java -jar testbench/target/p2vit.jar chaos --configs tiny,testbench/src/test/resources/tiny-multiply.yaml --seed "
                + SEED + " --case " + index;
    }

    @Test
    void everyDisturbanceEndsAsItShould() {
        List<CaseResult> results = new ChaosCampaign(machines(), SEED, ChaosCosimTests::command)
                .run(INJECTIONS, Measurements.inMemory(), (name, done, total) -> {});

        ChaosFigures figures = ChaosFigures.of(results);
        assertThat(figures.failed()).isEmpty();
        assertThat(figures.outcomes()).hasSize(ChaosKind.values().length);
        assertThat(figures.machines().values()).containsOnly(INJECTIONS / 2);
        assertThat(figures.errors()).isGreaterThan(INJECTIONS / 4);
    }
}
