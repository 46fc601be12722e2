// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A hardware module alone, or with others around it, generated and verilated for a test. */
final class VerilatedUnit {
    private static final Path FOLDER = Path.of("target", "cosim");

    private VerilatedUnit() {}

    /**
     * The unit just out of reset. Registers begin with random contents, so one that should have a reset value and has none
     * is found out.
     *
     * @param name folder of the Verilog; one for each kind of unit and parameters
     */
    static Model open(String name, long seed, Supplier<? extends HwModule> unit) {
        Generate.Verilog verilog = Generate.verilog(FOLDER.resolve(name), unit);
        VerilatedModel built = VerilatedModel.build(
                verilog.file(), verilog.top(), BuildOptions.defaults().withRandomState(true));
        Model model = built.open(seed);
        model.reset("aresetn", 3);
        return model;
    }
}
