// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.ContractWidths;

/** SOFTMAX has the bits that the contract proves, not one more. */
class SoftmaxWidthsTests {
    private final ContractWidths contract = new ContractWidths();

    @Test
    void lanesHaveTheWidthsOfTheContract() {
        assertThat(DistanceLane.PRODUCT_BITS).isEqualTo(contract.unsigned("(m − l)·47274"));
        assertThat(LogarithmicRow.CODE_BITS).isEqualTo(contract.unsigned("c, logarithmic"));
        assertThat(UniformLane.DISTANCE_BITS).isEqualTo(contract.unsigned("t"));
        assertThat(UniformLane.EXPONENTIAL_BITS).isEqualTo(contract.unsigned("E, p"));
        assertThat(UniformLane.PRODUCT_BITS).isEqualTo(contract.unsigned("255·p + θ"));
        assertThat(UniformLane.CODE_BITS).isEqualTo(contract.unsigned("c, w, uniform"));
        assertThat(UniformRow.TOTAL_BITS).isEqualTo(contract.unsigned("Z, uniform"));
    }
}
