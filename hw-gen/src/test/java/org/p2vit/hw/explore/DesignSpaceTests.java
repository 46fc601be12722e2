// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

        List<DesignPoint> points = points(network, on(AcceleratorConfig.NO_BOARD));

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

    /** The chip of a PYNQ-Z2 is too small for most: what does not fit is kept, and neither starred nor a reason not to star another. */
    @Test
    void onlyShapesThatFitTheBoardAreStarred() {
        List<DesignPoint> points = points(RandomQuantizedVit.of(SHAPE, 1), on("pynq-z2"));

        DesignPoint fastest = points.stream()
                .min((a, b) -> Long.compare(a.cycles(), b.cycles()))
                .orElseThrow();
        assertThat(fastest.fits()).isFalse();
        assertThat(fastest.fit().sentence()).startsWith("does not fit pynq-z2: LUT ");
        List<DesignPoint> best =
                points.stream().filter(point -> point.isPareto(points)).toList();
        assertThat(best)
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.fits()).as(point.name()).isTrue());
        DesignPoint fastestThatFits = points.stream()
                .filter(DesignPoint::fits)
                .min((a, b) -> Long.compare(a.cycles(), b.cycles()))
                .orElseThrow();
        assertThat(best)
                .anySatisfy(point -> assertThat((double) point.cycles()).isLessThan(1.006 * fastestThatFits.cycles()));
        assertThat(points).allSatisfy(point -> assertThat(point.resources().uram())
                .as("the chip has no UltraRAM")
                .isZero());
    }

    /** At 187.5 MHz, 187,500 cycles are a millisecond. */
    @Test
    void speedIsThatOfTheConfigurationsClock() {
        DesignPoint point = DesignPoint.of(RandomQuantizedVit.of(SHAPE, 1), LIKE, MemoryTiming.STANDARD);

        assertThat(point.speed().milliseconds()).isCloseTo(point.cycles() / 187_500.0, within(1e-9));
        assertThat(point.speed().framesPerSecond()).isCloseTo(187_500_000.0 / point.cycles(), within(1e-6));
    }

    private static List<DesignPoint> points(QuantizedVit network, AcceleratorConfig like) {
        return DesignSpace.of(SHAPE, like).stream()
                .map(config -> DesignPoint.of(network, config, MemoryTiming.STANDARD))
                .toList();
    }

    private static AcceleratorConfig on(String board) {
        AcceleratorConfig packed = AcceleratorConfig.load("pynq-z2");
        return new AcceleratorConfig(
                packed.name(),
                packed.grade(),
                board,
                packed.description(),
                packed.clockMhz(),
                packed.array(),
                packed.attention(),
                packed.buffers(),
                packed.limits(),
                packed.control());
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
