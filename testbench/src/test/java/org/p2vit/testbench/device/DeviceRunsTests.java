// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.program.Unit;

class DeviceRunsTests {
    private static final Map<Unit, Long> WORDS = Map.of(
            Unit.MATMUL, 100L,
            Unit.REQUANT, 90L,
            Unit.SOFTMAX, 20L,
            Unit.SHIFTMM, 10L,
            Unit.NORM, 30L,
            Unit.STORE, 8L);

    @Test
    void runsAddUp() {
        DeviceRuns runs =
                DeviceRuns.NONE.withCompleted(1, WORDS, WORDS).withFailed().withCompleted(4, WORDS, WORDS);

        assertThat(runs.passed()).isTrue();
        assertThat(runs.completed()).isEqualTo(2);
        assertThat(runs.failed()).isEqualTo(1);
        assertThat(runs.images()).isEqualTo(5);
        assertThat(runs.words()).containsEntry(Unit.NORM, 60L).containsEntry(Unit.STORE, 16L);
        assertThat(runs)
                .hasToString("2 runs of 5 images completed, 1 failed; every unit wrote the words of its program: "
                        + "{STORE=16, MATMUL=200, REQUANT=180, SOFTMAX=40, SHIFTMM=20, NORM=60}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            names = {"MATMUL", "REQUANT", "SOFTMAX", "SHIFTMM", "NORM", "STORE"})
    void oneWordMissingOrTooManyFails(Unit unit) {
        for (long more : new long[] {-WORDS.get(unit), -1, 1}) {
            Map<Unit, Long> written = new EnumMap<>(WORDS);
            written.merge(unit, more, Long::sum);
            DeviceRuns runs = DeviceRuns.NONE
                    .withCompleted(1, WORDS, WORDS)
                    .withCompleted(3, WORDS, written)
                    .withCompleted(1, WORDS, WORDS);

            assertThat(runs.passed()).isFalse();
            assertThat(runs)
                    .hasToString("NOT EQUAL: unit %s wrote %d words in completed run 2, its program of 3 images has %d"
                            .formatted(unit, written.get(unit), WORDS.get(unit)));
        }
    }

    @Test
    void aUnitThatIsNotAskedForMustBeSilent() {
        Map<Unit, Long> demanded = new EnumMap<>(WORDS);
        demanded.remove(Unit.SHIFTMM);
        assertThat(DeviceRuns.NONE.withCompleted(1, demanded, WORDS).firstMismatch())
                .isEqualTo("unit SHIFTMM wrote 10 words in completed run 1, its program of 1 images has 0");
    }

    @Test
    void nothingCompletedIsNotEnough() {
        assertThat(DeviceRuns.NONE.passed()).isFalse();
        assertThat(DeviceRuns.NONE.withFailed().passed()).isFalse();
        assertThat(DeviceRuns.NONE.withFailed().toString())
                .contains("NOTHING WAS RUN", "completed no run, 1 ended with an error");
    }
}
