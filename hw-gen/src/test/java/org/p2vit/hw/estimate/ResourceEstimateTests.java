// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;

class ResourceEstimateTests {
    /** The memories that the configuration's own comments count, bank by bank. */
    @Test
    void memoriesOfKv260() {
        ResourceEstimate kv260 = ResourceEstimate.of(AcceleratorConfig.load("kv260"));

        assertThat(kv260.uram()).isEqualTo(32 + 8);
        assertThat(kv260.bram36()).isEqualTo(64 + 8 + 16 + 16 + 16);
    }

    @Test
    void arrayTakesASliceForTwoMultipliers() {
        for (String name : AcceleratorConfig.NAMED) {
            AcceleratorConfig config = AcceleratorConfig.load(name);
            int multipliers = config.array().macsPerCycle();
            assertThat(ResourceEstimate.of(config).dsp())
                    .as(name)
                    .isGreaterThan(multipliers / 2)
                    .isLessThan(multipliers / 2 + 100);
        }
    }

    /** Sum of the units' netlists at this shape: 27.0, 11.2, 12.9, 57.8 and 6.8 thousand, before control. */
    @Test
    void lutsMeetTheNetlistsTheyComeFrom() {
        assertThat(ResourceEstimate.of(AcceleratorConfig.load("zcu104")).lut()).isBetween(115_000L, 125_000L);
    }
}
