// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.BufferSetConfig;
import org.p2vit.hw.config.Resource;

class ResourceEstimateTests {
    /** The memories that the configuration's own comments count, bank by bank. */
    @Test
    void memoriesOfKv260() {
        ResourceEstimate kv260 = ResourceEstimate.of(AcceleratorConfig.load("kv260"));
        ResourceEstimate shift = ResourceEstimate.of(AcceleratorConfig.load("kv260-shift"));

        // The exponents of the stream's words are in block memories: eight halves of one, or four of 4096 words.
        assertThat(kv260.uram()).isEqualTo(32 + 16);
        assertThat(kv260.bram36()).isEqualTo(64 + 12 + 12 + 4);
        assertThat(shift.uram()).isEqualTo(32 + 8 + 4);
        assertThat(shift.bram36()).isEqualTo(64 + 8 + 12 + 12 + 4);
    }

    /** Blocks of 36 Kibit have halves: 75 bits of 1600 words are four columns of 18 and half a block, 32 bits of 2560 words two blocks and a half. */
    @Test
    void memoriesOfPynqTakeHalvesOfBlocks() {
        assertThat(ResourceEstimate.of(AcceleratorConfig.load("pynq-z2")).bram36())
                .isEqualTo(48 + 16 + 18 + 8 + 10 + 6 + 4);
    }

    @Test
    void arrayTakesASliceForTwoMultipliers() {
        for (String name : AcceleratorConfig.NAMED) {
            AcceleratorConfig config = AcceleratorConfig.load(name);
            int multipliers = config.array().macsPerCycle();
            assertThat(ResourceEstimate.of(config).dsp())
                    .as(name)
                    .isGreaterThan(multipliers / 2)
                    .isLessThan(multipliers / 2 + 120);
        }
    }

    /** Of the units that differ yosys makes 16,806 LUTs for SHIFTMM, and 7,317 instead of 6,438 for SOFTMAX (xcup, ADR 5). */
    @Test
    void attentionOnTheMultipliersSavesTheShiftLanes() {
        AcceleratorConfig lanes = AcceleratorConfig.load("kv260-shift");
        BufferSetConfig buffers = lanes.buffers();
        AcceleratorConfig multipliers = new AcceleratorConfig(
                lanes.name(),
                lanes.grade(),
                lanes.board(),
                lanes.description(),
                lanes.clockMhz(),
                lanes.array(),
                AttentionKind.MULTIPLY,
                new BufferSetConfig(
                        buffers.activation(),
                        buffers.weight(),
                        buffers.residual(),
                        null,
                        null,
                        buffers.requantParam(),
                        buffers.normParam(),
                        buffers.logit()),
                lanes.limits(),
                lanes.control());
        long shift = ResourceEstimate.of(lanes).lut();
        long multiply = ResourceEstimate.of(multipliers).lut();

        assertThat((double) (shift - multiply)).isCloseTo(16_806 + 6_438 - 7_317, withinPercentage(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pynq-z2", "kv260", "kv260-shift", "zcu104"})
    void boardsHoldTheirConfigurations(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        Board board = Board.named(config.board()).orElseThrow();
        ResourceEstimate estimate = ResourceEstimate.of(config);

        Map.of(
                        Resource.LUT, estimate.lut(),
                        Resource.DSP, estimate.dsp(),
                        Resource.BRAM36, estimate.bram36(),
                        Resource.URAM, estimate.uram())
                .forEach((resource, used) -> assertThat(100 * used)
                        .as("%s of %s, in hundredths", resource, name)
                        .isLessThanOrEqualTo((long) board.available().get(resource) * resource.limitPercent()));
    }
}
