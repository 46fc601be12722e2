// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.CounterSample;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.timeline.Activity.Share;

class ActivityTests {
    private final Activity activity = new Activity(
            List.of(sample(100, 50, 20), sample(200, 150, 20), sample(300, 150, 120), sample(400, 150, 120)));

    @Test
    void sharesAreDifferencesOfCounters() {
        assertThat(activity.of(Unit.MATMUL, 0, 400, 4))
                .containsExactly(
                        new Share(0, 100, 0.5, 0.2),
                        new Share(100, 200, 1, 0),
                        new Share(200, 300, 0, 1),
                        new Share(300, 400, 0, 0));
        assertThat(activity.end()).isEqualTo(400);
    }

    @Test
    void fewerBucketsJoinSamples() {
        assertThat(activity.of(Unit.MATMUL, 0, 400, 2))
                .containsExactly(new Share(0, 200, 0.75, 0.1), new Share(200, 400, 0, 0.5));
    }

    @Test
    void aWindowBeginsWithTheSampleBeforeIt() {
        assertThat(activity.of(Unit.MATMUL, 150, 300, 100))
                .containsExactly(new Share(100, 200, 1, 0), new Share(200, 300, 0, 1));
    }

    @Test
    void nothingWithoutSamples() {
        assertThat(new Activity(List.of()).of(Unit.NORM, 0, 10, 5)).isEmpty();
    }

    static CounterSample sample(long cycle, long busy, long stall) {
        Map<Unit, UnitCounters> units = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            units.put(unit, new UnitCounters(busy, stall));
        }
        return new CounterSample(cycle, units);
    }
}
