// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Design and properties as the provers read them: {@code model.smt2} for yosys-smtbmc, with names, and {@code model.aig}, gates, for ABC.
 * Registers begin with any value, since the property files reset the design in the first cycle.
 */
final class ProofModel {
    private static final String RULES = "rules.svh";
    private static final String SMT = "model.smt2";
    private static final String GATES = "model.aig";

    private final Path folder;

    private ProofModel(Path folder) {
        this.folder = folder;
    }

    /** Makes the models of {@code job} in {@code folder} from a Verilog file there, which may be a faulty one. */
    static ProofModel make(ProofJob job, Path verilog, Path folder) {
        List<String> script = new ArrayList<>();
        job.cut().forEach(module -> script.add("cutpoint t:" + module));
        script.addAll(List.of(
                "proc",
                "flatten",
                "opt_clean",
                "memory -nomap",
                "memory_map",
                "opt -full",
                "async2sync",
                "dffunmap",
                "write_smt2 -wires " + SMT,
                "delete t:$cover",
                "setundef -undriven -anyseq",
                "opt_clean",
                "techmap",
                "opt -fast",
                "dffunmap",
                "aigmap",
                "opt_clean",
                "write_aiger -I -B -zinit " + GATES));
        read(job, verilog, folder, script);
        return new ProofModel(folder);
    }

    /**
     * Reads design and properties and does nothing with them: whether they fit, in less than a second.
     *
     * @throws org.p2vit.testbench.verilator.BuildException when a port is not there, or has another width
     */
    static void requireFitting(ProofJob job, Path verilog, Path folder) {
        read(job, verilog, folder, List.of());
    }

    private static void read(ProofJob job, Path verilog, Path folder, List<String> then) {
        try {
            Files.createDirectories(folder);
            String properties = job.name() + ".sv";
            copy(RULES, folder);
            copy(properties, folder);
            List<String> script = new ArrayList<>(List.of(
                    "read_verilog -sv -formal " + RULES + " " + properties + " \"" + verilog.toAbsolutePath() + "\"",
                    "hierarchy -check -top proof"));
            script.addAll(then);
            // A port of the wrong width would be a property of something else.
            Toolchain.run(folder, List.of("yosys", "-q", "-e", "Resizing cell port", "-p", String.join("; ", script)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String resource, Path folder) throws IOException {
        try (var stream = ProofModel.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no property file " + resource);
            }
            Files.write(folder.resolve(resource), stream.readAllBytes());
        }
    }

    Path folder() {
        return folder;
    }

    String smt() {
        return SMT;
    }

    String gates() {
        return GATES;
    }

    /** The names of assertions. */
    List<String> properties() {
        return named("assert");
    }

    /** The names of covers. */
    List<String> covers() {
        return named("cover");
    }

    private List<String> named(String kind) {
        String mark = "; yosys-smt2-" + kind + " ";
        try (var lines = Files.lines(folder.resolve(SMT))) {
            return lines.filter(line -> line.startsWith(mark))
                    .map(line -> line.substring(mark.length()).split(" ", 2)[1].strip())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
