// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A hardware module alone, or with others around it, generated and verilated for a test. */
final class VerilatedUnit {
    private static final Path FOLDER = Path.of("target", "cosim");

    private static final Map<String, VerilatedModel> BUILT = new HashMap<>();

    private VerilatedUnit() {}

    /**
     * The unit just out of reset. Registers begin with random contents, so one that should have a reset value and has none
     * is found out.
     *
     * @param name folder of the Verilog; one for each kind of unit and parameters
     */
    static Model open(String name, long seed, Supplier<? extends HwModule> unit, TapSpec... taps) {
        Model model =
                BUILT.computeIfAbsent(name, folder -> build(folder, unit, taps)).open(seed);
        model.reset("aresetn", 3);
        for (TapSpec tap : taps) {
            model.tap(tap.name()).drain(); // what random registers seemed to say
        }
        return model;
    }

    private static VerilatedModel build(String name, Supplier<? extends HwModule> unit, TapSpec... taps) {
        Generate.Verilog verilog = Generate.verilog(FOLDER.resolve(name), unit);
        BuildOptions options = BuildOptions.defaults().withRandomState(true).withTaps(taps);
        return VerilatedModel.build(verilog.file(), verilog.top(), options);
    }
}
