// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;

/** Networks whose head reads something else than the normalised class token, several images in a row too. */
@Tag("cosim")
class ReadoutsCosimTests {
    private static final long SEED = 47;
    private static final int IMAGES = 3;
    private static final Repeat REPEAT = Repeat.test(ReadoutsCosimTests.class, SEED);

    /** One tile of tokens and several; the class token in either bank; dimensions that fill words and others. */
    private static final List<VitShape> SHAPES = List.of(
            new VitShape(4, 4, 1, 4, 8, 1, 1, 8, 3),
            new VitShape(8, 12, 3, 4, 50, 2, 5, 33, 10),
            new VitShape(12, 12, 3, 4, 24, 1, 3, 48, 10).with(1, 3));

    static Stream<Arguments> networks() {
        return TinyAccelerator.EVERY.stream().flatMap(machine -> SHAPES.stream()
                .flatMap(shape -> Stream.of(Readout.values())
                        .filter(readout -> readout != Readout.NORM)
                        .map(shape::with)
                        .flatMap(ReadoutsCosimTests::withAndWithoutTokens))
                .map(shape -> Arguments.of(machine, shape)));
    }

    /** A mean needs no constant token. */
    private static Stream<VitShape> withAndWithoutTokens(VitShape shape) {
        return shape.readout().isMean() ? Stream.of(shape, shape.with(0, 0)) : Stream.of(shape);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void everyWordEqualsTheGoldenModel(AcceleratorConfig config, VitShape shape) {
        TinyAccelerator.requireEqual(config, shape, REPEAT, Overlap.values());
        imagesInARow(config, shape);
    }

    /** The second image enters where the first one is read. */
    private static void imagesInARow(AcceleratorConfig config, VitShape shape) {
        QuantizedVit network = TinyAccelerator.mixed(config, shape, REPEAT);
        AxiTiming timing = TinyAccelerator.stalling(REPEAT);
        List<byte[]> patches = IntStream.range(0, IMAGES)
                .mapToObj(i -> RandomQuantizedVit.patches(shape, SEED + i))
                .toList();
        try (var simulation = TinyAccelerator.open(config, network, timing, REPEAT, IMAGES)) {
            BatchResult result = simulation.inferInARow(patches, cycle -> {});

            assertThat(result.images()).hasSize(IMAGES);
            result.images().forEach(image -> image.verdict().requirePassed());
        }
    }
}
