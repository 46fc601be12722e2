// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.synthesis.SynthesisReport.UnitUse;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Synthesises a design with yosys for AMD devices.
 *
 * <p>The instances that are counted are flattened before mapping, but for the lanes that they repeat often, which are mapped once.
 * Delays are those of the mapped netlist: of each unit with its lanes in it, and of the whole with its units in it, so that no path
 * between registers is missed. Loops are sought in the flattened design before mapping, where a loop through several modules
 * shows.
 */
public final class YosysSynthesis {
    private static final String MAPPED = "mapped.il";
    private static final String UNIT_DELAYS = "unit-delays.log";
    private static final String WHOLE_DELAY = "whole-delay.log";
    private static final String NETLIST = "whole.json";
    /** Up to the names of their kinds; those behind {@code proc}. */
    private static final String REGISTERS = "$dff,$dffe,$sdff,$sdffe,$sdffce";
    /** That a report lists. */
    private static final int WIDE_NETS = 20;

    private YosysSynthesis() {}

    /**
     * Synthesises.
     *
     * @param verilog a file with the top module and everything below it
     * @param top the module to synthesise; what is not below it is ignored
     * @param inside the module whose instances are counted one by one; {@code top} or one below it
     * @param folder where yosys's log, netlist and statistics are left for a closer look
     * @throws org.p2vit.testbench.verilator.BuildException when yosys is missing or refuses the file, also for a memory that asks for
     *     a kind ({@code ram_style}) that it cannot be
     * @throws InvalidInputException when there is no module {@code inside}
     */
    public static SynthesisReport run(Path verilog, String top, String inside, DeviceFamily family, Path folder) {
        Toolchain.require("yosys");
        try {
            Files.createDirectories(folder);
            ModuleTree tree = ModuleTree.read(verilog);
            if (!tree.has(inside) || !tree.below(top).contains(inside)) {
                throw new InvalidInputException(
                        String.format(Locale.ROOT, "there is no module %s in %s below %s", inside, verilog, top));
            }
            Set<String> units = tree.units(top, inside);
            yosys(folder, mapping(verilog, top, family, units, tree, folder));
            CellCounts counts = CellCounts.read(folder.resolve("statistics.json"));
            List<String> faults = StructuralFaults.read(folder);
            LogicDelays unitDelays = LogicDelays.none();
            LogicDelays whole = LogicDelays.none();
            List<WideNet> widest = List.of();
            // Yosys would follow a loop for ever.
            if (family == DeviceFamily.XC7 && faults.isEmpty()) {
                yosys(folder, timing(top, units, DspColumns.timing(tree, folder)));
                unitDelays = LogicDelays.read(folder.resolve(UNIT_DELAYS));
                whole = LogicDelays.read(folder.resolve(WHOLE_DELAY));
                widest = FanOut.widest(folder.resolve(NETLIST), top, WIDE_NETS);
                Files.delete(folder.resolve(NETLIST));
            }
            LogicDelays delays = unitDelays;
            List<UnitUse> uses = tree.instances(inside).stream()
                    .filter(unit -> counts.hasModule(unit.module()))
                    .map(unit -> new UnitUse(
                            unit.name(), unit.module(), counts.total(unit.module()), delays.of(unit.module())))
                    .sorted(Comparator.comparingLong(
                                    (UnitUse unit) -> unit.use().lut())
                            .reversed()
                            .thenComparing(UnitUse::name))
                    .toList();
            return new SynthesisReport(top, family, counts.total(top), whole.of(top), widest, uses, List.of(), faults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks a design without mapping it, which takes seconds: latches, loops, drivers.
     *
     * @param folder for yosys's logs, which must be there
     * @return each fault in a sentence
     * @throws org.p2vit.testbench.verilator.BuildException when yosys is missing or refuses the file
     */
    public static List<String> structuralFaults(Path verilog, String top, Path folder) {
        Toolchain.require("yosys");
        try {
            yosys(folder, checking(verilog, top));
            return StructuralFaults.readUnmapped(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void yosys(Path folder, List<String> script) {
        Toolchain.run(folder, List.of("yosys", "-q", "-p", String.join("; ", script)));
    }

    /** Up to the check of the flattened design. */
    private static List<String> checking(Path verilog, String top) {
        return List.of(
                "read_verilog \"" + verilog.toAbsolutePath() + "\"",
                "hierarchy -check -top " + top,
                "proc",
                "select -write " + StructuralFaults.LATCHES + " t:$dlatch t:$adlatch t:$dlatchsr",
                "design -save hierarchical",
                "memory_collect",
                "select -write " + StructuralFaults.WRITABLE + " t:$mem_v2 r:WR_PORTS>0 %i",
                "flatten",
                "opt_clean",
                "tee -o " + StructuralFaults.CHECK + " check");
    }

    private static List<String> mapping(
            Path verilog, String top, DeviceFamily family, Set<String> units, ModuleTree tree, Path folder)
            throws IOException {
        Set<String> lanes = tree.lanes(units);
        List<String> script = new ArrayList<>(checking(verilog, top));
        script.add("design -load hierarchical");
        // It keeps a wire, but would merge the registers of two that are equal.
        script.add("setattr -set keep 1 w:* a:keep=true %i %ci1:+" + REGISTERS + "[Q] t:$*dff* %i");
        script.addAll(DspColumns.naming(tree, folder));
        script.add("setattr -mod -set keep_hierarchy 1 " + String.join(" ", units) + " " + String.join(" ", lanes));
        if (family == DeviceFamily.XC7) {
            // It has no UltraRAM; what is meant for it is counted as block memory.
            script.add("setattr -set ram_style \"block\" a:ram_style=ultra");
        }
        script.addAll(List.of(
                "tee -o " + StructuralFaults.SYNTHESIS + " synth_xilinx -family " + family.yosysName() + " -top " + top
                        + " -flatten -noiopad -noclkbuf",
                // With a known top, yosys 0.23 writes a second table into the JSON, as text.
                "setattr -mod -unset top " + top,
                "tee -q -o statistics.json stat -json"));
        if (!lanes.isEmpty()) {
            script.add("setattr -mod -unset keep_hierarchy " + String.join(" ", lanes));
        }
        script.add("write_rtlil " + MAPPED);
        return script;
    }

    private static List<String> timing(String top, Set<String> units, List<String> columns) {
        String names = String.join(" ", units);
        List<String> script = new ArrayList<>(
                List.of("read_rtlil " + MAPPED, "read_verilog -lib -specify -overwrite +/xilinx/cells_sim.v"));
        script.addAll(columns);
        script.addAll(List.of(
                "design -save mapped",
                "flatten " + names,
                "tee -q -o " + UNIT_DELAYS + " sta " + names,
                // It leaves marks that a second run would take for its own.
                "design -load mapped",
                "setattr -mod -unset keep_hierarchy " + names,
                "flatten " + top,
                "tee -q -o " + WHOLE_DELAY + " sta " + top,
                "json -o " + NETLIST + " " + top));
        return script;
    }
}
