// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.ModuleFolder;
import org.p2vit.testbench.synthesis.DeviceFamily;
import org.p2vit.testbench.synthesis.ResourceUse;
import org.p2vit.testbench.synthesis.YosysSynthesis;

/** The estimate of area on machines that its table was not fitted to: packed, scalable and cascade elements, both kinds of attention. */
class EstimatedAreaTests {
    @TempDir
    private Path folder;

    /**
     * What yosys counted, the units of each machine one by one: for xc7, but DSPs of the scalable machine for xcup, as its operands of 27 bits
     * take two blocks of xc7.
     */
    @ParameterizedTest
    @CsvSource({
        "pynq-z2, 36938, 27762, 173, 111",
        "held-out-t4w8r1, 24399, 21032, 173, 57",
        "held-out-t8w8r4, 56600, 41917, 349, 96",
        "held-out-t2w16r2, 88651, 70398, 357, 198"
    })
    void isNearWhatSynthesisCounted(String name, long lut, long ff, long dsp, double bram36) {
        ResourceEstimate estimate = ResourceEstimate.of(config(name));

        assertThat(estimate.lut()).isCloseTo(lut, withinPercentage(ResourceEstimate.UNCERTAINTY_PERCENT));
        assertThat(estimate.ff()).isCloseTo(ff, withinPercentage(ResourceEstimate.UNCERTAINTY_PERCENT));
        assertThat(estimate.dsp()).isEqualTo(dsp);
        assertThat(estimate.bram36()).isEqualTo(bram36);
    }

    /** The same for the Verilog as it is emitted today. */
    @Test
    @Tag("synth")
    @Tag("nightly")
    void isNearWhatSynthesisCountsToday() {
        AcceleratorConfig config = config("held-out-t4w8r1");
        ResourceUse total = YosysSynthesis.run(
                        EmittedRtl.verilog(config), Accelerator.MODULE, "Engine", DeviceFamily.XC7, folder)
                .total();
        ResourceEstimate estimate = ResourceEstimate.of(config);

        assertThat(estimate.lut()).isCloseTo(total.lut(), withinPercentage(ResourceEstimate.UNCERTAINTY_PERCENT));
        assertThat(estimate.ff()).isCloseTo(total.ff(), withinPercentage(ResourceEstimate.UNCERTAINTY_PERCENT));
        assertThat(estimate.dsp()).isEqualTo(total.dsp());
        assertThat(estimate.bram36()).isEqualTo(total.bram36());
    }

    private static AcceleratorConfig config(String name) {
        return AcceleratorConfig.load(
                AcceleratorConfig.NAMED.contains(name)
                        ? name
                        : ModuleFolder.resolve("src/test/resources/area/" + name + ".yaml")
                                .toString());
    }
}
