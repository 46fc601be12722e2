// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;

class ResourceEstimateTests {
    /** The buffers' comments in the configurations count the same blocks; behind them are the logits of SOFTMAX and the rows of NORM. */
    @Test
    void memoriesOfTheBuffersAreCounted() {
        ResourceEstimate kv260 = ResourceEstimate.of(AcceleratorConfig.load("kv260"));
        ResourceEstimate shift = ResourceEstimate.of(AcceleratorConfig.load("kv260-shift"));

        // The exponents of the stream's words are in block memories: eight halves of one, or four of 4096 words.
        // A row of logits has 128 bits, four halves; a word of NORM 240 bits, seven halves.
        assertThat(kv260.uram()).isEqualTo(32 + 16);
        assertThat(kv260.bram36()).isEqualTo(64 + 12 + 12 + 4 + 2 * 2 + 3.5);
        assertThat(shift.uram()).isEqualTo(32 + 8 + 4);
        assertThat(shift.bram36()).isEqualTo(64 + 8 + 12 + 12 + 4 + 2 + 3.5);
    }

    /**
     * Blocks of 36 Kibit have halves: 75 bits of 1600 words are four columns of 18 and half a block, 32 bits of 2560 words two blocks and a half.
     * A row of logits has 64 bits, two halves; NORM's 64 words are in LUTs.
     */
    @Test
    void memoriesOfPynqTakeHalvesOfBlocks() {
        assertThat(ResourceEstimate.of(AcceleratorConfig.load("pynq-z2")).bram36())
                .isEqualTo(48 + 16 + 18 + 8 + 10 + 6 + 4 + 1);
    }

    /** Counted by yosys, {@code make synth}: doc/results.md. */
    @ParameterizedTest
    @CsvSource({"kv260, 1141, 99.5, 48", "kv260-shift, 597, 105.5, 44", "zcu104, 1125, 131.5, 48", "tiny, 109, 24, 0"})
    void blocksAreThoseOfSynthesis(String name, long dsp, double bram36, long uram) {
        ResourceEstimate estimate = ResourceEstimate.of(AcceleratorConfig.load(name));

        assertThat(estimate.dsp()).isEqualTo(dsp);
        assertThat(estimate.bram36()).isEqualTo(bram36);
        assertThat(estimate.uram()).isEqualTo(uram);
    }

    /** Of these the table knows no more than units of the second; measured by {@code make synth}, doc/results.md. */
    @ParameterizedTest
    @CsvSource({"kv260-shift, 59_000, 53_300", "zcu104, 123_000, 101_100"})
    void logicIsNearThatOfMachinesThatWereNotFitted(String name, String lut, String ff) {
        ResourceEstimate estimate = ResourceEstimate.of(AcceleratorConfig.load(name));

        assertThat((double) estimate.lut()).isCloseTo(number(lut), withinPercentage(uncertainty()));
        assertThat((double) estimate.ff()).isCloseTo(number(ff), withinPercentage(uncertainty()));
    }

    private static double number(String digits) {
        return Double.parseDouble(digits.replace("_", ""));
    }

    private static double uncertainty() {
        return ResourceEstimate.UNCERTAINTY_PERCENT;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pynq-z2", "kv260", "kv260-shift", "zcu104"})
    void boardsHoldTheirConfigurations(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);

        assertThat(ResourceEstimate.of(config).fit(config).sentence()).isEqualTo("fits " + name.replace("-shift", ""));
    }
}
