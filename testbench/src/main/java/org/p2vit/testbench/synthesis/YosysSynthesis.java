// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.synthesis.SynthesisReport.UnitUse;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Synthesises a design with yosys for AMD devices.
 *
 * <p>Hierarchy is kept, so large arrays take seconds and each module has its own count. Loops are sought in the
 * flattened design before mapping, where a loop through several modules shows.
 */
public final class YosysSynthesis {
    private static final Pattern INSTANCE = Pattern.compile("^\\s*(\\w+)\\s+(\\w+)\\s*\\(");

    private YosysSynthesis() {}

    /**
     * Synthesises.
     *
     * @param verilog a file with the top module and everything below it
     * @param top the module to synthesise; what is not below it is ignored
     * @param inside the module whose instances are counted one by one; {@code top} or one below it
     * @param folder where yosys's log and statistics are left for a closer look
     * @throws org.p2vit.testbench.verilator.BuildException when yosys is missing or refuses the file, also for a memory that asks for
     *     a kind ({@code ram_style}) that it cannot be
     * @throws InvalidInputException when there is no module {@code inside}
     */
    public static SynthesisReport run(Path verilog, String top, String inside, DeviceFamily family, Path folder) {
        Toolchain.require("yosys");
        try {
            Files.createDirectories(folder);
            Toolchain.run(folder, List.of("yosys", "-q", "-p", String.join("; ", script(verilog, top, family))));
            CellCounts counts = CellCounts.read(folder.resolve("statistics.json"));
            if (!counts.hasModule(inside)) {
                throw new InvalidInputException("there is no module %s in %s below %s".formatted(inside, verilog, top));
            }
            List<UnitUse> units = units(verilog, inside, counts);
            return new SynthesisReport(top, family, counts.total(top), units, StructuralFaults.read(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Instances stand in the Verilog as {@code Module name (}; statistics only know modules. */
    private static List<UnitUse> units(Path verilog, String inside, CellCounts counts) throws IOException {
        Pattern head = Pattern.compile("module\\s+" + Pattern.quote(inside) + "\\b.*");
        return Files.readAllLines(verilog).stream()
                .dropWhile(line -> !head.matcher(line).matches())
                .takeWhile(line -> !line.startsWith("endmodule"))
                .map(INSTANCE::matcher)
                .filter(line -> line.find() && counts.hasModule(line.group(1)))
                .map(line -> new UnitUse(line.group(2), line.group(1), counts.total(line.group(1))))
                .sorted(Comparator.comparingLong((UnitUse unit) -> unit.use().lut())
                        .reversed()
                        .thenComparing(UnitUse::name))
                .toList();
    }

    private static List<String> script(Path verilog, String top, DeviceFamily family) {
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
                "tee -o " + StructuralFaults.CHECK + " check",
                "design -load hierarchical",
                "tee -o " + StructuralFaults.SYNTHESIS + " synth_xilinx -family " + family.yosysName() + " -top " + top
                        + " -noiopad -noclkbuf",
                // With a known top, yosys 0.23 writes a second table into the JSON, as text.
                "setattr -mod -unset top " + top,
                "tee -q -o statistics.json stat -json");
    }
}
