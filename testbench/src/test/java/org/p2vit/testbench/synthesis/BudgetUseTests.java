// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.Resource;

class BudgetUseTests {
    private static final Map<Resource, Integer> HUNDRED =
            Arrays.stream(Resource.values()).collect(Collectors.toMap(resource -> resource, resource -> 100));

    private static List<Resource> beyond(ResourceUse use, Map<Resource, Integer> available) {
        return BudgetUse.of(use, new Board("mine", "part", true, available, "this test")).stream()
                .filter(line -> !line.within())
                .map(BudgetUse::resource)
                .toList();
    }

    @Test
    void limitsAreIncluded() {
        assertThat(beyond(new ResourceUse(70, 0, 50, 92, 160, 80, 0), HUNDRED)).isEmpty();
        assertThat(beyond(new ResourceUse(71, 0, 51, 93, 161, 81, 0), HUNDRED)).containsExactly(Resource.values());
    }

    @Test
    void whatTheDeviceLacksIsBeyondOnlyIfUsed() {
        Map<Resource, Integer> none =
                HUNDRED.keySet().stream().collect(Collectors.toMap(resource -> resource, resource -> 0));
        assertThat(beyond(ResourceUse.NONE, none)).isEmpty();
        assertThat(beyond(new ResourceUse(0, 0, 0, 0, 0, 1, 0), none)).containsExactly(Resource.URAM);
    }

    @Test
    void sentenceSaysUseThereAndLimit() {
        BudgetUse lut = BudgetUse.of(
                        new ResourceUse(35, 0, 0, 0, 0, 0, 0), new Board("mine", "part", true, HUNDRED, "this test"))
                .get(0);
        assertThat(lut.sentence()).isEqualTo("LUT: 35.0 of 100, 35.0 %, limit 70 %");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pynq-z2", "kv260", "zcu104"})
    void boardsOfTheNamedConfigurationsAreKnown(String name) {
        assertThat(Board.named(AcceleratorConfig.load(name).board())).isPresent();
    }
}
