// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.ProgressListener;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.check.Repeat;

/** Faults of which it is known what notices them. */
@Tag("cosim")
@Tag("synth")
class MutantTrialsCosimTests {
    private static final Repeat REPEAT = Repeat.test(MutantTrialsCosimTests.class, 1);
    private static final String ARBITER_TESTS = "org.p2vit.testbench.cosim.dma.ReadArbiterCosimTests";

    @TempDir
    private Path folder;

    /** The tests of one cell, and how often they were run. */
    private static final class ArbiterTests implements TestRunner {
        private final JUnitTestRunner all = new JUnitTestRunner();
        private int runs;

        @Override
        public List<String> classes() {
            return List.of(ARBITER_TESTS);
        }

        @Override
        public void run(String test, BiConsumer<String, Optional<String>> finished) {
            runs++;
            all.run(test, finished);
        }

        @Override
        public boolean isSystem(String test) {
            return all.isSystem(test);
        }
    }

    private MutantSample sample() throws IOException {
        Path verilog = EmittedRtl.verilog(TinyAccelerator.CONFIG);
        String text = Files.readString(verilog);
        List<MutationPoint> points = MutationPoints.of(text);
        List<MutationPoint> mutants = PlantedFaults.all(points);
        return new MutantSample(TinyAccelerator.CONFIG, verilog, text, 3, points.size(), mutants);
    }

    /** Also where the same tests have run before without faults, which is in another order each time. */
    @Test
    void inferencesTestsAndProofsDecideEachItsOwn() throws IOException {
        new JUnitTestRunner().run(ARBITER_TESTS, (test, failure) -> assertThat(failure)
                .as(test)
                .isEmpty());
        ArbiterTests tests = new ArbiterTests();
        MutantSample sample = sample();
        Set<MutationPoint> wanted = PlantedFaults.OF_TRIALS.stream()
                .map(place -> place.in(sample.mutants()))
                .collect(Collectors.toSet());

        List<MutantVerdict> verdicts = trials(sample).run(Optional.of(tests), wanted::contains, ProgressListener.NONE);

        assertThat(verdicts)
                .extracting(MutantVerdict::stage)
                .containsExactly(MutantStage.INFERENCE, MutantStage.UNIT, MutantStage.EQUIVALENT, MutantStage.SURVIVED);
        int runs = tests.runs;
        assertThat(trials(sample).run(Optional.of(tests), wanted::contains, ProgressListener.NONE))
                .as("goes on where it was")
                .isEqualTo(verdicts);
        assertThat(tests.runs).isEqualTo(runs);
    }

    private MutantTrials trials(MutantSample sample) {
        return new MutantTrials(sample, folder, REPEAT);
    }
}
