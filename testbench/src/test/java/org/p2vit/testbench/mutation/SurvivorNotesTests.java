// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.accelerator.TinyAccelerator;

/** Sentences about faults that change nothing. */
class SurvivorNotesTests {
    private static final List<AcceleratorConfig> CONFIGS =
            List.of(TinyAccelerator.CONFIG, TinyAccelerator.MULTIPLY, TinyAccelerator.SCALABLE);

    @Test
    @Tag("slow")
    void everySentenceIsAboutAFaultThatThereIs() throws IOException {
        Set<String> keys = new HashSet<>();
        for (AcceleratorConfig config : CONFIGS) {
            List<MutationPoint> points = MutationPoints.of(Files.readString(EmittedRtl.verilog(config)));
            assertThat(points)
                    .extracting(MutationPoint::id)
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(20_000);
            points.forEach(point -> keys.add(point.key()));
        }
        Map<String, String> sentences = SurvivorNotes.ofProject().sentences();
        assertThat(keys).as("stale sentences in survivors.txt").containsAll(sentences.keySet());
        assertThat(sentences.values()).allMatch(sentence -> sentence.endsWith(".") && sentence.length() > 20);
    }

    @Test
    void aLineIsAnIdentityAndASentence() {
        assertThat(SurvivorNotes.of("# what\n\nFifo/a/drop/1: It is so.\n").sentences())
                .containsExactly(Map.entry("Fifo/a/drop/1", "It is so."));
        assertThatThrownBy(() -> SurvivorNotes.of("Fifo/a/drop/1 It is so."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Fifo/a/drop/1 It is so.");
        assertThatThrownBy(() -> SurvivorNotes.of("a: One.\na: Two."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a: Two.");
    }
}
