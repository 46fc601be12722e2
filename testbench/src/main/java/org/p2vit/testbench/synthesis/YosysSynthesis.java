// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Synthesises a design with yosys for AMD devices.
 *
 * <p>Hierarchy is kept, so large arrays take seconds and each module has its own count. Loops are sought in the
 * flattened design before mapping, where a loop through several modules shows.
 */
public final class YosysSynthesis {
    private static final Pattern MEMORY_IN_REGISTERS = Pattern.compile("using FF mapping for memory (\\S+)");

    private YosysSynthesis() {}

    /**
     * Synthesises.
     *
     * @param verilog a file with the top module and everything below it
     * @param top the module to synthesise; what is not below it is ignored
     * @param folder where yosys's log and statistics are left for a closer look
     * @throws org.p2vit.testbench.verilator.BuildException when yosys is missing or refuses the file
     */
    public static SynthesisReport run(Path verilog, String top, DeviceFamily family, Path folder) {
        Toolchain.require("yosys");
        try {
            Files.createDirectories(folder);
            Toolchain.run(folder, List.of("yosys", "-q", "-p", String.join("; ", script(verilog, top, family))));
            CellCounts counts = CellCounts.read(folder.resolve("statistics.json"));
            List<SynthesisReport.UnitUse> units = counts.children(top).entrySet().stream()
                    .map(child ->
                            new SynthesisReport.UnitUse(child.getKey(), child.getValue(), counts.total(child.getKey())))
                    .sorted(Comparator.comparingLong((SynthesisReport.UnitUse unit) ->
                                    unit.instances() * unit.each().lut())
                            .reversed())
                    .toList();
            return new SynthesisReport(top, family, counts.total(top), units, faults(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> script(Path verilog, String top, DeviceFamily family) {
        return List.of(
                "read_verilog \"" + verilog.toAbsolutePath() + "\"",
                "hierarchy -check -top " + top,
                "proc",
                "select -write latches.txt t:$dlatch t:$adlatch t:$dlatchsr",
                "design -save hierarchical",
                "memory_collect",
                "select -write writable.txt t:$mem_v2 r:WR_PORTS>0 %i",
                "flatten",
                "opt_clean",
                "tee -o check.log check",
                "design -load hierarchical",
                "tee -o synthesis.log synth_xilinx -family " + family.yosysName() + " -top " + top
                        + " -noiopad -noclkbuf",
                "tee -q -o statistics.json stat -json -top " + top);
    }

    private static List<String> faults(Path folder) throws IOException {
        List<String> faults = new ArrayList<>();
        for (String latch : Files.readAllLines(folder.resolve("latches.txt"))) {
            faults.add("latch " + latch);
        }
        String warning = "Warning: ";
        for (String line : Files.readAllLines(folder.resolve("check.log"))) {
            if (line.startsWith(warning)) {
                faults.add(line.substring(warning.length()));
            } else if (line.startsWith("    ") && !faults.isEmpty()) {
                int last = faults.size() - 1;
                faults.set(last, faults.get(last) + " " + line.strip());
            }
        }
        // A memory that nothing writes is a table, and small tables belong in logic.
        Set<String> writable = new HashSet<>(Files.readAllLines(folder.resolve("writable.txt")));
        Matcher memory = MEMORY_IN_REGISTERS.matcher(Files.readString(folder.resolve("synthesis.log")));
        while (memory.find()) {
            if (writable.contains(memory.group(1).replaceFirst("\\.", "/"))) {
                faults.add("memory " + memory.group(1) + " became flip-flops");
            }
        }
        return faults;
    }
}
