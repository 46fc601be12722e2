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

    private static final List<Plant> PLANTS = List.of(
            new Plant("RegionGuard/if:outside/omit", "unaligned", "stray access"),
            new Plant("ControlUnit/silent/stuck_0", "{1{1'b0}}", "outlasted"),
            new Plant("ControlUnit/transfersOpen/stuck_0", "{1{1'b0}}", "the accelerator reports"),
            new Plant("StoreUnit/fault/stuck_0", "{1{1'b0}}", "outcome"));

    @TempDir
    private static Path folder;

    private static SelectableFaults faults;
    private static ChaosMachine machine;

    /**
     * @param place beginning of the fault's name
     * @param says what a disturbed run finds
     */
    private record Plant(String place, String mutated, String says) {
        MutationPoint in(List<MutationPoint> points) {
            return points.stream()
                    .filter(point ->
                            point.id().startsWith(place) && point.mutated().equals(mutated))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @BeforeAll
    static void build() throws IOException {
        List<MutationPoint> points = MutationPoints.of(Files.readString(EmittedRtl.verilog(TinyAccelerator.CONFIG)));
        faults = new SelectableFaults(
                PLANTS.stream().map(plant -> plant.in(points)).toList(), folder, Long.MAX_VALUE);
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
    @FieldSource("PLANTS")
    void aFaultIsFound(Plant plant) {
        assertThat(found(1 + PLANTS.indexOf(plant)))
                .as("%s, seed %d", plant, SEED)
                .anyMatch(text -> text.contains(plant.says()));
    }

    @Test
    void theSoundMachineHasNone() {
        assertThat(found(0)).as("seed %d", SEED).isEmpty();
    }
}
