// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.emit.LintWaivers;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * {@code verilator --lint-only -Wall} over one Verilog file. What is waived stands, each with its reason, in {@link LintWaivers};
 * everything else is a finding.
 */
public final class VerilatorLint {
    private VerilatorLint() {}

    /**
     * Lints a design.
     *
     * @param verilog a file with one top module and everything below it
     * @return the findings in Verilator's words, one element each; empty when the file is clean
     * @throws org.p2vit.testbench.verilator.BuildException when Verilator is missing or the file is no Verilog
     */
    public static List<String> findings(Path verilog) {
        try {
            Path folder = Files.createTempDirectory("lint");
            Path waivers = folder.resolve(LintWaivers.FILE);
            try {
                Files.writeString(waivers, LintWaivers.text());
                return findings(folder, List.of(waivers, verilog.toAbsolutePath()));
            } finally {
                Files.delete(waivers);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As above, of exactly these files, among which the waivers come first. */
    static List<String> findings(Path folder, List<Path> files) {
        Toolchain.require("verilator");
        List<String> command = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "-Wno-fatal"));
        files.forEach(file -> command.add(file.toString()));
        return split(Toolchain.run(folder, command));
    }

    /** A finding begins with a percent sign; the lines up to the next one belong to it. */
    private static List<String> split(String output) {
        List<String> findings = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith("%")) {
                findings.add(line);
            } else if (!findings.isEmpty()) {
                findings.set(findings.size() - 1, findings.get(findings.size() - 1) + "\n" + line);
            }
        }
        return findings;
    }
}
