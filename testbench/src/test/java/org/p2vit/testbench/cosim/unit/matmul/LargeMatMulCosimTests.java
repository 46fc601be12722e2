// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.testbench.cosim.bench.ArrayShape;

/** Arrays that differ from those of {@link MatMulCosimTests} in nothing but their size, and take a minute each to build. */
@Tag("cosim")
@Tag("slow")
@Tag("nightly")
class LargeMatMulCosimTests {
    static final ArrayShape PACKED = new ArrayShape(8, 16, 2);
    private static final ArrayShape SCALABLE = new ArrayShape(4, 16, 1);

    private final MatMulCosimTests tests = new MatMulCosimTests();

    @Test
    void packedWithUnsignedActivations() {
        tests.unsignedActivationsMixWithTheOthers(PACKED, ProcessingElement.PACKED);
    }

    @Test
    void scalable() {
        ProcessingElement pe = ProcessingElement.SCALABLE;
        tests.everySizeEqualsTheGoldenKernel(SCALABLE, pe);
        tests.theLargestCountsEqualTheGoldenKernel(SCALABLE, pe);
        tests.extremeSumsDoNotOverflow(SCALABLE, pe);
        tests.unsignedActivationsMixWithTheOthers(SCALABLE, pe);
        tests.noCycleIsLostBetweenOutputTilesTilesAndCommands(SCALABLE, pe);
        tests.shortDepthsRunAtTheRateOfTheReadOut(SCALABLE, pe);
        tests.tilesWaitForTokensAndSignalTheirLastRead(SCALABLE, pe);
    }
}
