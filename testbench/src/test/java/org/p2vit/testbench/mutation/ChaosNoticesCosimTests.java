// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.chaos.CaseResult;
import org.p2vit.testbench.chaos.ChaosCampaign;
import org.p2vit.testbench.chaos.ChaosMachine;
import org.p2vit.testbench.verilator.FaultInjector;

/** Faults in what defends the machine, which no undisturbed run shows: disturbed runs do. */
@Tag("cosim")
class ChaosNoticesCosimTests {
    private static final long SEED = 9;
    private static final int INJECTIONS = 150;

    @TempDir
    private static Path folder;

    private static SelectableFaults faults;
    private static ChaosMachine machine;

    @BeforeAll
    static void build() throws IOException {
        String verilog = Files.readString(EmittedRtl.verilog(TinyAccelerator.CONFIG));
        faults = new SelectableFaults(PlantedFaults.all(MutationPoints.of(verilog)), folder, Long.MAX_VALUE);
        FaultInjector.use(faults);
        machine = new ChaosMachine(TinyAccelerator.CONFIG, TinyAccelerator.model(TinyAccelerator.CONFIG));
    }

    @AfterAll
    static void stop() {
        FaultInjector.none();
    }

    private static List<String> found(int fault) {
        faults.select(fault);
        return new ChaosCampaign(List.of(machine), SEED, index -> "case " + index)
                .run(INJECTIONS, Measurements.inMemory(), (name, done, total) -> {}).stream()
                        .map(CaseResult::faults)
                        .flatMap(List::stream)
                        .toList();
    }

    @ParameterizedTest
    @FieldSource("org.p2vit.testbench.mutation.PlantedFaults#OF_CHAOS")
    void aFaultIsFound(PlantedFaults.Disturbed disturbed) {
        assertThat(found(disturbed.place().number()))
                .as("%s, seed %d", disturbed, SEED)
                .anyMatch(text -> text.contains(disturbed.says()));
    }

    @Test
    void theSoundMachineHasNone() {
        assertThat(found(0)).as("seed %d", SEED).isEmpty();
    }
}
