// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.verilator.FaultInjector;

/**
 * Faults in the hardware that ends a run which went wrong, one at a time, all in one build. The test that claims to guard against a fault
 * fails with it, so it guards.
 */
@Tag("cosim")
class PlantedFaultCosimTests {
    private static final long MOST_CYCLES = 300_000;

    @TempDir
    private static Path folder;

    private static SelectableFaults faults;

    @BeforeAll
    static void find() throws IOException {
        String verilog = Files.readString(EmittedRtl.verilog(TinyAccelerator.CONFIG));
        faults = new SelectableFaults(PlantedFaults.all(MutationPoints.of(verilog)), folder, MOST_CYCLES);
    }

    @BeforeEach
    void plant() {
        FaultInjector.use(faults);
    }

    @AfterEach
    void takeOut() {
        FaultInjector.none();
    }

    private static List<String> failures(int number, PlantedFaults.Planted planted) throws ClassNotFoundException {
        faults.select(number);
        return new JUnitTestRunner().failures(planted.selector());
    }

    @ParameterizedTest
    @FieldSource("org.p2vit.testbench.mutation.PlantedFaults#OF_TESTS")
    void itsTestNoticesAFault(PlantedFaults.Planted planted) throws ClassNotFoundException {
        assertThat(failures(planted.place().number(), planted))
                .as("%s", planted)
                .isNotEmpty();
    }

    /** It is the fault that fails a test, not that faults can be chosen. */
    @Test
    void withoutAFaultTheBuildIsSound() throws ClassNotFoundException {
        assertThat(failures(0, PlantedFaults.OF_TESTS.get(0))).isEmpty();
    }
}
