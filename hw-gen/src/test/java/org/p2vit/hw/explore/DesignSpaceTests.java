// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class DesignSpaceTests {
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 8, 64, 2, 2, 128, 10);
    private static final AcceleratorConfig LIKE = AcceleratorConfig.load("kv260-shift");

    @Test
    void everyLegalShapeRunsTheNetwork() {
        QuantizedVit network = RandomQuantizedVit.of(SHAPE, 1);

        List<DesignPoint> points = DesignSpace.of(SHAPE, LIKE).stream()
                .map(config -> DesignPoint.of(network, config, MemoryTiming.STANDARD))
                .toList();

        // Word 8: tiles 2, 4, 8; word 16: 16 too; pipes up to the tile.
        assertThat(points).hasSize(2 + 3 + 4 + (2 + 3 + 4 + 5));
        assertThat(points).allSatisfy(point -> assertThat(point.cycles()).isPositive());
        List<DesignPoint> best =
                points.stream().filter(point -> point.isPareto(points)).toList();
        assertThat(best).isNotEmpty().hasSizeLessThan(points.size());
        DesignPoint fastest = points.stream()
                .min((a, b) -> Long.compare(a.cycles(), b.cycles()))
                .orElseThrow();
        assertThat(best).anySatisfy(point -> assertThat((double) point.cycles()).isLessThan(1.006 * fastest.cycles()));
    }

    @Test
    void largestNetworkHasAConfigurationToo() {
        VitShape base = Architecture.DEIT_BASE.shape();
        assertThat(DesignSpace.of(base, LIKE))
                .allSatisfy(config -> assertThat(config.buffers().activation().words())
                        .isGreaterThanOrEqualTo(
                                config.array().tiles(197) * config.array().words(768 + 3072)));
    }
}
