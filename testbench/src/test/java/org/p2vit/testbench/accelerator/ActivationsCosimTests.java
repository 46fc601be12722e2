// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.check.Repeat;

/** MLPs with every activation, in networks with a final norm and without. */
@Tag("cosim")
class ActivationsCosimTests {
    private static final long SEED = 48;
    private static final Repeat REPEAT = Repeat.test(ActivationsCosimTests.class, SEED);
    private static final VitShape SHAPE = new VitShape(8, 12, 3, 4, 24, 2, 3, 52, 10);

    static Stream<Arguments> networks() {
        return Stream.of(TinyAccelerator.CONFIG, TinyAccelerator.MULTIPLY)
                .flatMap(machine -> Stream.of(Activation.values())
                        .flatMap(activation -> Stream.of(SHAPE, SHAPE.with(Readout.DIRECT))
                                .map(shape -> Arguments.of(machine, shape.with(activation)))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void everyWordEqualsTheGoldenModel(AcceleratorConfig config, VitShape shape) {
        TinyAccelerator.requireEqual(config, shape, REPEAT, Overlap.NEITHER, Overlap.BOTH);
    }
}
