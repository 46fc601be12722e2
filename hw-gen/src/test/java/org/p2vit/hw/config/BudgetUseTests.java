// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetUseTests {
    private static final Map<Resource, Integer> HUNDRED =
            Arrays.stream(Resource.values()).collect(Collectors.toMap(resource -> resource, resource -> 100));

    private static Board board(Map<Resource, Integer> available) {
        return new Board("mine", "part", true, available, "this test");
    }

    private static Map<Resource, Double> use(double lut, double ff, double dsp, double bram36, double uram) {
        return Map.of(
                Resource.LUT, lut, Resource.FF, ff, Resource.DSP, dsp, Resource.BRAM36, bram36, Resource.URAM, uram);
    }

    private static List<Resource> beyond(Map<Resource, Double> use, Map<Resource, Integer> available) {
        return BudgetUse.of(use::get, board(available)).stream()
                .filter(line -> !line.within())
                .map(BudgetUse::resource)
                .toList();
    }

    @Test
    void limitsAreIncluded() {
        assertThat(beyond(use(70, 50, 92, 80, 80), HUNDRED)).isEmpty();
        assertThat(beyond(use(71, 51, 93, 80.5, 81), HUNDRED)).containsExactly(Resource.values());
    }

    @Test
    void whatTheDeviceLacksIsBeyondOnlyIfUsed() {
        Map<Resource, Integer> none =
                HUNDRED.keySet().stream().collect(Collectors.toMap(resource -> resource, resource -> 0));
        assertThat(beyond(use(0, 0, 0, 0, 0), none)).isEmpty();
        assertThat(beyond(use(0, 0, 0, 0, 1), none)).containsExactly(Resource.URAM);
        assertThat(BoardFit.of(use(0, 0, 0, 0, 1)::get, board(none)).sentence())
                .isEqualTo("does not fit mine: URAM 1, but there is none");
    }

    @Test
    void sentenceSaysUseThereAndLimit() {
        BudgetUse lut = BudgetUse.of(use(35, 0, 0, 0, 0)::get, board(HUNDRED)).get(0);
        assertThat(lut.sentence()).isEqualTo("LUT: 35.0 of 100, 35.0 %, limit 70 %");
    }

    @Test
    void fitNamesWhatThereIsTooMuchOf() {
        BoardFit full = BoardFit.of(use(83, 10, 10, 80.5, 0)::get, board(HUNDRED));
        assertThat(full.fits()).isFalse();
        assertThat(full.sentence())
                .isEqualTo("does not fit mine: LUT 83.0 % of 100 (limit 70 %), BRAM36 80.5 % of 100 (limit 80 %)");
        BoardFit most = BoardFit.of(use(70, 50, 92, 80, 80)::get, board(HUNDRED));
        assertThat(most.fits()).isTrue();
        assertThat(most.sentence()).isEqualTo("fits mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pynq-z2", "kv260", "zcu104"})
    void boardsOfTheNamedConfigurationsAreKnown(String name) {
        assertThat(Board.named(AcceleratorConfig.load(name).board())).isPresent();
    }
}
