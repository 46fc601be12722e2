// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.ResourceEstimate;

class DspCountTests {
    private final AcceleratorConfig config = AcceleratorConfig.load("kv260");

    @TempDir
    private Path reports;

    @Test
    void synthesisGoesBeforeEstimate() throws IOException {
        Files.writeString(reports.resolve("synth-kv260.json"), "{\"result\": {\"total\": {\"dsp\": 599}}}");
        assertThat(DspCount.of(config, reports)).isEqualTo(new DspCount(599, "synthesis"));
    }

    @Test
    void failedSynthesisCountsNothing() throws IOException {
        DspCount estimate = new DspCount(ResourceEstimate.of(config).dsp(), "estimate");
        assertThat(DspCount.of(config, reports)).isEqualTo(estimate);
        Files.writeString(reports.resolve("synth-kv260.json"), "{\"error\": \"no yosys\"}");
        assertThat(DspCount.of(config, reports)).isEqualTo(estimate);
    }
}
