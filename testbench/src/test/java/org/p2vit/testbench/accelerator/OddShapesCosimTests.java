// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.check.Repeat;

/**
 * Channels, heads and MLPs that do not fill the machine's words, which the compiler pads, and constant tokens of every kind wherever
 * they lie in the last tiles.
 */
@Tag("cosim")
class OddShapesCosimTests {
    private static final long SEED = 31;
    private static final Repeat REPEAT = Repeat.test(OddShapesCosimTests.class, SEED);

    /** Words have 8 values: heads of 3, 4, 12, 9 and 1, dimensions of 9, 12, 50, 100 and 7. */
    private static final List<VitShape> ODD_SIZES = List.of(
            new VitShape(12, 12, 1, 4, 9, 2, 3, 20, 10),
            new VitShape(8, 12, 3, 4, 12, 1, 3, 5, 2),
            new VitShape(12, 12, 3, 4, 48, 2, 4, 100, 10),
            new VitShape(12, 8, 1, 4, 50, 1, 5, 33, 10),
            new VitShape(8, 8, 1, 2, 63, 1, 7, 130, 3),
            new VitShape(8, 8, 1, 4, 7, 1, 7, 1, 1));

    /**
     * Tiles have 2 tokens: even and odd numbers of patches put two class tokens, which the head reads side by side, in one tile or two, in
     * either order of banks.
     */
    private static final List<VitShape> CONSTANT_TOKENS = List.of(
            new VitShape(4, 4, 3, 4, 8, 1, 1, 8, 3).with(2, 0),
            new VitShape(12, 12, 3, 4, 24, 2, 3, 48, 10).with(2, 0),
            new VitShape(8, 12, 1, 4, 24, 1, 3, 48, 10).with(2, 0),
            new VitShape(8, 8, 3, 4, 20, 2, 5, 33, 17).with(2, 5),
            new VitShape(12, 12, 3, 4, 32, 1, 2, 64, 10).with(1, 4),
            new VitShape(8, 8, 1, 4, 16, 1, 2, 8, 1).with(1, 1));

    static Stream<Arguments> networks() {
        return TinyAccelerator.EVERY.stream()
                .flatMap(machine -> Stream.concat(ODD_SIZES.stream(), CONSTANT_TOKENS.stream())
                        .map(shape -> Arguments.of(machine, shape)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void everyWordEqualsTheGoldenModel(AcceleratorConfig config, VitShape shape) {
        TinyAccelerator.requireEqual(config, shape, REPEAT, Overlap.values());
    }
}
