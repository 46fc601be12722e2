// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/**
 * The coverage of emitted accelerators, from everything that models left behind.
 *
 * @param runs processes whose counts were added up
 * @param waivers there are
 * @param unneededWaivers those that nothing needed; each is a fault
 */
public record RtlCoverage(List<DesignResult> designs, int runs, int waivers, List<String> unneededWaivers) {
    /** The Verilog of a build, to which the line numbers of the counts belong. */
    public static final String VERILOG = "dut.v";

    /** How files of counts end. */
    public static final String COUNTS = ".dat";

    /**
     * Adds up.
     *
     * @param log has a folder for each build, with its {@value #VERILOG} and files that end in {@value #COUNTS}
     * @param verilog the accelerators, each in a folder that has its name
     * @throws InvalidInputException if there are no counts
     */
    public static RtlCoverage of(Path log, List<Path> verilog) {
        return of(log, verilog, CoverageWaivers.load());
    }

    static RtlCoverage of(Path log, List<Path> verilog, CoverageWaivers waivers) {
        try {
            List<DesignCoverage> designs = new ArrayList<>();
            for (Path file : verilog) {
                designs.add(DesignCoverage.of(file));
            }
            int runs = 0;
            for (Path build : folders(log)) {
                runs += add(build, designs);
            }
            if (runs == 0) {
                throw new InvalidInputException(log + " holds no coverage; no model was closed while it was counted");
            }
            return new RtlCoverage(
                    designs.stream().map(design -> design.result(waivers)).toList(),
                    runs,
                    waivers.count(),
                    waivers.unneeded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether no waiver is needless, and every module was in some run. */
    public boolean sound() {
        return unneededWaivers.isEmpty()
                && designs.stream().allMatch(design -> design.notRun().isEmpty());
    }

    private static int add(Path build, List<DesignCoverage> designs) throws IOException {
        VerilogModules modules = VerilogModules.read(build.resolve(VERILOG));
        CoverageCounts sum = new CoverageCounts();
        List<Path> files = files(build);
        for (Path file : files) {
            sum.add(CoverageCounts.read(file));
        }
        Map<String, List<ModuleCoverage>> alike = new HashMap<>();
        sum.forEach((point, count) -> {
            VerilogModule from = modules.named(point.module())
                    .orElseThrow(() -> new InvalidInputException(
                            build + " counts in a module " + point.module() + " that is not in its " + VERILOG));
            alike.computeIfAbsent(point.module(), name -> designs.stream()
                            .flatMap(design -> design.alike(from).stream())
                            .toList())
                    .forEach(module -> module.add(from, point, count));
        });
        return files.size();
    }

    private static List<Path> folders(Path log) throws IOException {
        if (!Files.isDirectory(log)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(log)) {
            return all.filter(folder -> Files.exists(folder.resolve(VERILOG)))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path build) throws IOException {
        try (Stream<Path> all = Files.list(build)) {
            return all.filter(file -> file.toString().endsWith(COUNTS)).sorted().toList();
        }
    }
}
