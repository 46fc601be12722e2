// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.search.BlockLayer;
import org.p2vit.testbench.FourBitMachine;

@Tag("slow")
class CycleCostTests {
    private static final long SEED = 7;

    /** What a search needs: every layer with 4 bits lowers the cost; what it stands for is near it. */
    @Test
    void fallsWithEveryLayerAndStaysNearTheNetworksCycles() {
        requireFalling(FourBitMachine.CONFIG, 192, 3);
        requireFalling(AcceleratorConfig.load("kv260"), 64, 2);
    }

    private static void requireFalling(AcceleratorConfig config, int dim, int heads) {
        VitShape shape = new VitShape(224, 224, 3, 16, dim, 4, heads, 4 * dim, 10);
        CycleCost cost = new CycleCost(shape, config.attention().coding(), config, MemoryTiming.STANDARD);
        List<String> layers = new ArrayList<>(
                BlockLayer.of(shape).stream().map(BlockLayer::name).toList());
        Collections.shuffle(layers, new Random(SEED));

        assertThat(cost.of(Map.of())).isCloseTo(cost.cycles(Map.of()), within(1.0));
        Map<String, LayerKind> int4 = new TreeMap<>();
        double before = cost.of(int4);
        for (String layer : layers) {
            int4.put(layer, LayerKind.dense(4));
            double now = cost.of(int4);
            assertThat(now).as("seed %d, %s", SEED, int4).isLessThan(before);
            before = now;
            if (int4.size() % 6 == 0) {
                double exact = cost.cycles(int4);
                assertThat(now).as("seed %d, %s", SEED, int4).isBetween(0.99 * exact, 1.06 * exact);
            }
        }
        assertThat(before / cost.cycles(int4)).as("4 bits everywhere").isCloseTo(1, within(0.005));
        int4.replaceAll((layer, kind) -> LayerKind.parse("8s2:4"));
        assertThat(cost.of(int4)).as("no machine skips zeros").isEqualTo(cost.of(Map.of()));
        assertThat(cost.cycles(int4)).isEqualTo(cost.cycles(Map.of()));
    }
}
