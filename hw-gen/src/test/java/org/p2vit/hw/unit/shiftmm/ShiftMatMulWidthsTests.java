// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.ContractWidths;

/** SHIFTMM has the bits that the contract proves, not one more. */
class ShiftMatMulWidthsTests {
    private final ContractWidths contract = new ContractWidths();

    @Test
    void sumsHaveTheWidthsOfTheContract() {
        assertThat(ShiftLane.SUM_BITS).isEqualTo(contract.signed("acc, logarithmic"));
        assertThat(WeightLane.SUM_BITS).isEqualTo(contract.unsigned("Z, logarithmic"));
    }
}
