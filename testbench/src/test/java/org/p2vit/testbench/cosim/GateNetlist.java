// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.nio.file.Path;
import java.util.List;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Synthesises a design with yosys to gates and flip-flops. Hierarchy and the names of signals stay, so it can stand in for the
 * Verilog that it was made from. Memories stay memories, as they do in a device that has them.
 */
final class GateNetlist {
    private static final String FILE = "netlist.v";
    /** Operators that must be gates in the end. */
    private static final String OPERATORS =
            "t:$add t:$sub t:$mul t:$alu t:$macc t:$lcu t:$mux t:$pmux t:$eq t:$lt t:$shl t:$shr t:$sshr t:$shiftx t:$dff t:$sdff";

    private GateNetlist() {}

    /** Writes the netlist beside the design's Verilog. */
    static Generate.Verilog of(Generate.Verilog design) {
        Toolchain.require("yosys");
        Path folder = design.file().toAbsolutePath().getParent();
        List<String> script = List.of(
                "read_verilog \"" + design.file().toAbsolutePath() + "\"",
                "hierarchy -check -top " + design.top(),
                "synth -run begin:fine",
                "opt -fast -full",
                "techmap",
                "opt -fast",
                "abc -fast",
                "opt_clean",
                "select -assert-none " + OPERATORS,
                "write_verilog -noattr " + FILE);
        Toolchain.run(folder, List.of("yosys", "-q", "-p", String.join("; ", script)));
        return new Generate.Verilog(folder.resolve(FILE), design.top());
    }
}
