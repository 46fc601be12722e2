// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.ContractWidths;

/** NORM has the bits that the contract proves, not one more. */
class NormWidthsTests {
    private final ContractWidths contract = new ContractWidths();

    @Test
    void statisticsHaveTheWidthsOfTheContract() {
        assertThat(RowStatistics.SCALED_BITS).isEqualTo(contract.signed("X"));
        assertThat(RowScale.SUM_BITS).isEqualTo(contract.signed("s"));
        assertThat(RowScale.SQUARES_BITS).isEqualTo(contract.unsigned("q"));
        assertThat(RowScale.VARIANCE_BITS).isEqualTo(contract.unsigned("v"));
        assertThat(RowScale.ROOT_BITS).isEqualTo(contract.unsigned("r"));
    }

    @Test
    void lanesHaveTheWidthsOfTheContract() {
        assertThat(NormLane.SCALED_BITS).isEqualTo(contract.signed("D·X"));
        assertThat(NormLane.DEVIATION_BITS).isEqualTo(contract.signed("D·X − s"));
        assertThat(NormLane.PRODUCT_BITS).isEqualTo(contract.signed("(D·X − s)·r"));
        assertThat(NormLane.NORMAL_BITS).isEqualTo(contract.signed("n"));
        assertThat(NormLane.AMPLIFIED_BITS).isEqualTo(contract.signed("n·g"));
        assertThat(NormLane.AFFINE_BITS)
                .isEqualTo(contract.signed("n·g + b"))
                .isEqualTo(contract.signed("n·g + b and rounding constant"));
    }
}
