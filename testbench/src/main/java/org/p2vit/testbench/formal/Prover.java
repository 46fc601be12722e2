// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.Toolchain;

/** Asks ABC and z3 about a model. An answer is taken only in the words of success; silence, or an end of time, is none. */
final class Prover {
    private static final Pattern REFUTED = Pattern.compile("Output \\d+ of miter \\S+ was asserted in frame (\\d+)");
    private static final Pattern FAILED = Pattern.compile("Assert failed in \\S+: (.*)");
    private static final Pattern REACHED = Pattern.compile("Reached cover statement at (\\S+) in step");
    private static final String PASSED = "Status: PASSED";

    private final int seconds;

    /** @param seconds that a tool may take for each question */
    Prover(int seconds) {
        this.seconds = seconds;
    }

    /** Nothing if the properties hold, else what the tool says. */
    Optional<String> objection(ProofModel model, ProofMethod method) {
        return switch (method.kind()) {
            case INVARIANT -> objection(gates(model, "pdr -T " + seconds), "Property proved.");
            case BOUNDED ->
                objection(
                        gates(model, "bmc3 -F " + method.depth() + " -T " + seconds),
                        "No output asserted in " + method.depth() + " frames");
            case INDUCTION -> {
                String depth = Integer.toString(method.depth());
                String base = smt(model, "-t", depth);
                yield objection(base.contains(PASSED) ? smt(model, "-i", "-t", depth) : base, PASSED);
            }
        };
    }

    /** Whether the properties are violated within {@code cycles}. */
    boolean refutes(ProofModel model, int cycles) {
        return REFUTED.matcher(gates(model, "bmc3 -F " + cycles + " -T " + seconds))
                .find();
    }

    /** The covers that are reached within {@code cycles}. */
    List<String> reached(ProofModel model, int cycles) {
        Matcher found = REACHED.matcher(smt(model, "-c", "-t", Integer.toString(cycles)));
        List<String> reached = new ArrayList<>();
        while (found.find()) {
            reached.add(found.group(1));
        }
        return reached;
    }

    private Optional<String> objection(String output, String success) {
        if (output.contains(success)) {
            return Optional.empty();
        }
        Matcher refuted = REFUTED.matcher(output);
        if (refuted.find()) {
            return Optional.of("a property is violated in cycle " + refuted.group(1));
        }
        Matcher failed = FAILED.matcher(output);
        if (failed.find()) {
            return Optional.of("the property " + failed.group(1) + " is violated, or not inductive");
        }
        String[] lines = output.strip().split("\\R");
        return Optional.of(String.format(
                Locale.ROOT, "no answer within %d s; the last words: %s", seconds, lines[lines.length - 1]));
    }

    private static String gates(ProofModel model, String question) {
        return Toolchain.run(
                model.folder(),
                List.of("yosys-abc", "-c", "read_aiger " + model.gates() + "; fold; strash; scleanup; " + question));
    }

    /** It ends with a failure also where it has an answer. */
    private String smt(ProofModel model, String... options) {
        List<String> command =
                new ArrayList<>(List.of("timeout", Integer.toString(seconds), "yosys-smtbmc", "-s", "z3", "--presat"));
        command.addAll(List.of(options));
        command.add(model.smt());
        try {
            return Toolchain.run(model.folder(), command);
        } catch (BuildException answer) {
            return answer.getMessage();
        }
    }
}
