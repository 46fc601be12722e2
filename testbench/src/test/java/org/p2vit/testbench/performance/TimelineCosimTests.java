// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.timeline.Timeline;

@Tag("cosim")
class TimelineCosimTests {
    private static final VitShape SHAPE = new VitShape(28, 28, 3, 4, 48, 3, 3, 96, 10);

    @Test
    void samplingChangesNothingAndItsSharesAddUpToTheCounters() {
        PerformanceBench bench = new PerformanceBench(Path.of("target", "cosim", "performance"), Path.of("target"));
        BenchCase one = new BenchCase(
                AcceleratorConfig.load("tiny"), "test", SHAPE, WeightBits.EIGHT, MemoryTiming.STANDARD, Overlap.BOTH);
        TimelineRecorder recorder = new TimelineRecorder();

        BenchRow alone = bench.run(one, PerformanceBench.CycleListener.NONE);
        BenchRow watched = bench.run(one, recorder, PerformanceBench.CycleListener.NONE);

        assertThat(watched.passed()).as(watched.comparison().firstMismatch()).isTrue();
        assertThat(watched)
                .usingRecursiveComparison()
                .ignoringFields("simulatedPerSecond")
                .isEqualTo(alone);
        Timeline timeline = recorder.timeline(one, watched);
        assertThat(timeline.detail().name()).startsWith("blocks.");
        assertThat(timeline.marks()).hasSize(1 + SHAPE.depth() + 1);
        for (Unit unit : new Unit[] {Unit.MATMUL, Unit.REQUANT, Unit.SHIFTMM}) {
            UnitCounters counters = watched.units().get(unit);
            double busy = timeline.activity().of(unit, 0, timeline.activity().end(), Integer.MAX_VALUE).stream()
                    .mapToDouble(share -> share.busy() * (share.to() - share.from()))
                    .sum();
            // The counters are read one after the other, so a full stretch can look a little fuller than full.
            assertThat(busy / counters.busy()).as(unit.name()).isCloseTo(1, within(0.01));
        }
    }
}
