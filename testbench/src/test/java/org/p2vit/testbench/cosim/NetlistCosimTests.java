// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;

/**
 * Tests of the units once more, with yosys's netlist in place of the Verilog it was made from: the same words, the same golden kernels,
 * the same stalls. The array is that of configuration {@code tiny}; the units are those whose netlists take a minute or less to compile.
 */
@Tag("cosim")
@Tag("synth")
@Tag("slow")
@Tag("fpga")
class NetlistCosimTests {
    private static final ArrayConfig ARRAY = AcceleratorConfig.load("tiny").array();

    @BeforeAll
    static void synthesise() {
        VerilatedUnit.asNetlist(true);
    }

    @AfterAll
    static void describe() {
        VerilatedUnit.asNetlist(false);
    }

    @Test
    void load() {
        new LoadUnitCosimTests().everyWordReachesItsBankAndAddress(ARRAY.tokenTile(), ARRAY.word(), 8, 50, 5);
    }

    @Test
    void store() {
        new StoreUnitCosimTests().everyWordReachesDram(ARRAY.word(), 50, 5);
    }

    @Test
    void control() {
        ControlUnitCosimTests tests = new ControlUnitCosimTests();
        tests.open();
        try {
            tests.registersReadTheirResetValues();
            tests.softwareOwnsItsRegistersAndNoOthers();
        } finally {
            tests.close();
        }
    }
}
