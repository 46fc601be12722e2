// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.GateNetlist;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A hardware module alone, or with others around it, generated and verilated for a test. */
public final class VerilatedUnit {
    private static final Path FOLDER = Path.of("target", "cosim");

    private static final Map<String, VerilatedModel> BUILT = new HashMap<>();
    private static boolean netlist;

    private VerilatedUnit() {}

    /**
     * The unit just out of reset. Registers begin with random contents, so one that should have a reset value and has none
     * is found out.
     *
     * @param name folder of the Verilog; one for each kind of unit and parameters
     */
    public static Model open(String name, long seed, Supplier<? extends HwModule> unit, TapSpec... taps) {
        return start(build(name, unit, taps), seed);
    }

    /** An instance just out of reset, its taps empty of what random registers seemed to say before. */
    static Model start(VerilatedModel built, long seed) {
        Model model = built.open(seed);
        model.reset("aresetn", 3);
        built.options().taps().forEach(tap -> model.tap(tap.name()).drain());
        return model;
    }

    /** From now on units are simulated as gates ({@link GateNetlist}), or as they are described. */
    public static void asNetlist(boolean gates) {
        netlist = gates;
    }

    /** The unit of {@link #open}, to be started several times; the same name is built once. */
    static VerilatedModel build(String name, Supplier<? extends HwModule> unit, TapSpec... taps) {
        return BUILT.computeIfAbsent(netlist ? name + "-netlist" : name, folder -> {
            Generate.Verilog verilog = Generate.verilog(FOLDER.resolve(folder), unit);
            BuildOptions options = BuildOptions.defaults()
                    .withRandomState(true)
                    .withBriefBuild(true)
                    .withTaps(taps);
            return netlist
                    ? GateNetlist.build(verilog.file(), verilog.top(), options)
                    : VerilatedModel.build(verilog.file(), verilog.top(), options);
        });
    }
}
