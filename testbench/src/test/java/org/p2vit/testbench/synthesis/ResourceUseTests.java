// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResourceUseTests {
    @Test
    void sumsAndMultiplesAreFieldByField() {
        ResourceUse one = new ResourceUse(1, 2, 3, 4, 5, 6, 7);
        assertThat(one.plus(one).plus(one)).isEqualTo(one.times(3)).isEqualTo(new ResourceUse(3, 6, 9, 12, 15, 18, 21));
    }

    @Test
    void blockOf36KbitCountsAsTwoOf18() {
        assertThat(ResourceUse.ofPrimitive("RAMB36E2"))
                .isEqualTo(ResourceUse.ofPrimitive("RAMB18E2").times(2));
    }

    @Test
    void unknownMemoryIsNotCountedAsNothing() {
        assertThat(ResourceUse.ofPrimitive("CARRY4")).isEqualTo(ResourceUse.NONE);
        assertThatThrownBy(() -> ResourceUse.ofPrimitive("RAMB99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RAMB99");
    }
}
