// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;

/** What whole DeiT-Tiny inferences must reach: floors a little below what was measured, so that a slower machine fails. */
@Tag("cosim")
@Tag("slow")
@Tag("nightly")
class DeitTinyRateCosimTests {
    private static final PerformanceBench BENCH =
            new PerformanceBench(Path.of("target", "cosim", "performance"), Path.of("target"));

    /** Utilisation counts A.V, which shift lanes do: above 1 the array alone could not have been faster. */
    @ParameterizedTest
    @CsvSource({
        "kv260, STANDARD, 0.957, 0.980",
        "kv260, HARDER, 0.954, 0.977",
        "kv260-shift, STANDARD, 1.035, 0.981",
        "kv260-shift, HARDER, 1.033, 0.979",
        "zcu104, STANDARD, 1.030, 0.977",
        "zcu104, HARDER, 1.025, 0.972"
    })
    void isFastEnough(String config, MemoryTiming memory, double utilisation, double busy) {
        BenchCase bench = BenchCase.of(AcceleratorConfig.load(config), Architecture.DEIT_TINY, memory);

        BenchRow row = BENCH.run(bench, PerformanceBench.CycleListener.NONE);

        assertThat(row.comparison().firstMismatch()).isEmpty();
        assertThat(row.comparison().wordsChecked()).isGreaterThan(100_000);
        assertThat(row.use().utilisation()).as("%d cycles", row.time().cycles()).isGreaterThan(utilisation);
        assertThat(row.use().matMulBusy()).as("%d cycles", row.time().cycles()).isGreaterThan(busy);
        assertThat((double) row.time().predictedCycles() / row.time().cycles())
                .as(
                        "predicted %d, simulated %d",
                        row.time().predictedCycles(), row.time().cycles())
                .isCloseTo(1, within(0.002));
    }
}
