// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.p2vit.quant.job.EngineException;
import org.p2vit.quant.job.Work;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Builds a configuration and tries cases on it; the result is what was not known, by the name that it is kept under. In
 * another process the Verilog is under way in the folder for temporary files.
 *
 * @param store where a folder for the Verilog is made
 * @param change takes the emitted Verilog and returns the one to use; it is not sent
 */
record FuzzWork(Path store, UnaryOperator<Path> change) implements Work<FuzzWork.Piece, TreeMap<String, FuzzOutcome>> {
    /**
     * A configuration.
     *
     * @param lines of its cases, one at least
     * @param structure whether yosys looks at it
     * @param known outcomes by name, of an earlier campaign
     */
    record Piece(List<String> lines, boolean structure, TreeMap<String, FuzzOutcome> known) implements Serializable {
        Piece {
            lines = List.copyOf(lines);
        }

        List<FuzzCase> cases() {
            return lines.stream().map(FuzzCase::parse).toList();
        }
    }

    /** What the outcome of a configuration by itself is kept under; that of a case is kept under its line. */
    static String name(FuzzCase first, boolean structure) {
        return first.hardware() + (structure ? " structure" : "");
    }

    /** @throws EngineException naming this machine if a tool is missing on it */
    @Override
    public TreeMap<String, FuzzOutcome> of(Piece piece) {
        requireTools();
        List<FuzzCase> cases = piece.cases();
        TreeMap<String, FuzzOutcome> fresh = new TreeMap<>();
        Set<FuzzOutcome.Kind> shrunk = new HashSet<>();
        try (FuzzMachine machine = new FuzzMachine(cases.get(0).config(), store, change)) {
            String name = name(cases.get(0), piece.structure);
            FuzzOutcome built = piece.known.get(name);
            if (built == null) {
                built = machine.examine(piece.structure);
                fresh.put(name, built);
            }
            if (built.kind() != FuzzOutcome.Kind.BUILD) {
                cases.stream()
                        .filter(one -> !piece.known.containsKey(one.text()))
                        .forEach(one -> fresh.computeIfAbsent(one.text(), text -> tryOut(one, machine, shrunk)));
            }
        }
        return fresh;
    }

    @Override
    public String describe(Piece piece) {
        return piece.lines.get(0);
    }

    /** The first failure of its kind on a machine is made small. */
    private static FuzzOutcome tryOut(FuzzCase one, FuzzMachine machine, Set<FuzzOutcome.Kind> shrunk) {
        FuzzOutcome outcome = CaseRun.of(one, machine::model);
        if (outcome.isPassed() || !shrunk.add(outcome.kind())) {
            return outcome;
        }
        FuzzCase least = new CaseShrinker(other -> CaseRun.of(other, machine::model)).shrink(one, outcome.kind());
        return outcome.shrunkTo(least.text());
    }

    private static void requireTools() {
        try {
            Toolchain.require("verilator", "g++", "make", "yosys");
        } catch (BuildException missing) {
            throw new EngineException("on " + host() + ", where cases are tried, " + missing.getMessage(), missing);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "this machine";
        }
    }

    private Object writeReplace() {
        return new SerialForm();
    }

    private record SerialForm() implements Serializable {
        private Object readResolve() {
            return new FuzzWork(Path.of(System.getProperty("java.io.tmpdir")), UnaryOperator.identity());
        }
    }
}
