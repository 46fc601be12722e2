// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.system;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.cosim.control.ControlUnitCosimTests;
import org.p2vit.testbench.cosim.dma.LoadUnitCosimTests;
import org.p2vit.testbench.cosim.dma.StoreUnitCosimTests;
import org.p2vit.testbench.cosim.unit.matmul.MatMulCosimTests;
import org.p2vit.testbench.cosim.unit.norm.NormCosimTests;
import org.p2vit.testbench.cosim.unit.requant.RequantCosimTests;
import org.p2vit.testbench.cosim.unit.shiftmm.ShiftMatMulCosimTests;
import org.p2vit.testbench.cosim.unit.softmax.SoftmaxCase;
import org.p2vit.testbench.cosim.unit.softmax.SoftmaxCosimTests;

/**
 * Tests of the units once more, with yosys's netlist in place of the Verilog it was made from: the same words, the same golden
 * kernels, the same stalls. The array is that of configuration {@code tiny}.
 */
@Tag("cosim")
@Tag("synth")
@Tag("slow")
@Tag("nightly")
@Tag("fpga")
class NetlistCosimTests {
    private static final ArrayConfig ARRAY = AcceleratorConfig.load("tiny").array();
    private static final ArrayShape SHAPE = new ArrayShape(ARRAY.tokenTile(), ARRAY.word(), ARRAY.postPipes());

    @BeforeAll
    static void synthesise() {
        VerilatedUnit.asNetlist(true);
    }

    @AfterAll
    static void describe() {
        VerilatedUnit.asNetlist(false);
    }

    /** All tests of CONTROL. */
    @Nested
    class Control extends ControlUnitCosimTests {}

    @Test
    void load() {
        LoadUnitCosimTests tests = new LoadUnitCosimTests();
        tests.everyWordReachesItsBankAndAddress(ARRAY.tokenTile(), ARRAY.word(), 8, 50, 5);
        tests.theEndIsSignalledAfterTheLastWordIsWritten();
        tests.errorResponsesAreReported();
    }

    @Test
    void store() {
        StoreUnitCosimTests tests = new StoreUnitCosimTests();
        tests.everyWordReachesDram(ARRAY.word(), 50, 5);
        tests.aHaltLetsTheRunningCommandEndAndNoOtherBegin();
        tests.aFailedBurstIsReportedOnce();
    }

    @Test
    void matMul() {
        MatMulCosimTests tests = new MatMulCosimTests();
        ProcessingElement pe = ARRAY.pe();
        tests.everySizeEqualsTheGoldenKernel(SHAPE, pe);
        tests.theLargestCountsEqualTheGoldenKernel(SHAPE, pe);
        tests.extremeSumsDoNotOverflow(SHAPE, pe);
        tests.noCycleIsLostBetweenOutputTilesTilesAndCommands(SHAPE, pe);
        tests.tilesWaitForTokensAndSignalTheirLastRead(SHAPE, pe);
    }

    @Test
    void requant() {
        RequantCosimTests tests = new RequantCosimTests();
        tests.everyDestinationAndRowRangeEqualsTheGoldenKernel(SHAPE);
        tests.operandsAtTheEndsOfTheirRangesDoNotOverflow(SHAPE);
        tests.logitsOfOneRowComeUnsaturated(SHAPE);
        tests.geluEqualsTheGoldenKernel(SHAPE);
        tests.aTileIsSignalledWithItsLastWrite(SHAPE);
    }

    @Test
    void softmax() {
        SoftmaxCosimTests tests = new SoftmaxCosimTests();
        SoftmaxCase unit = new SoftmaxCase(SHAPE, AttentionKind.SHIFT);
        tests.everySizeEqualsTheGoldenKernel(unit);
        tests.everyShiftAndPatternEqualsTheGoldenKernel(unit);
        tests.tilesWaitForTokensAndSignalTheirLastCode(unit);
    }

    @Test
    void shiftMatMul() {
        ShiftMatMulCosimTests tests = new ShiftMatMulCosimTests();
        tests.everySizeEqualsTheGoldenKernel(SHAPE);
        tests.everyShiftEqualsTheGoldenKernel(SHAPE);
        tests.extremeSumsDoNotOverflow(SHAPE);
        tests.tilesWaitForTokensAndSignalTheirLastWord(SHAPE);
    }

    @Test
    void norm() {
        NormCosimTests tests = new NormCosimTests();
        tests.everySizeEqualsTheGoldenKernel(SHAPE);
        tests.everyShiftAndPatternEqualsTheGoldenKernel(SHAPE);
        tests.tilesWaitForTokensAndSignalTheirLastWord(SHAPE);
    }
}
