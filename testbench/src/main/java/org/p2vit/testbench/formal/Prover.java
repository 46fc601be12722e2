// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.testbench.formal.ProofResult.Cover;
import org.p2vit.testbench.verilator.Toolchain;

/** Asks ABC and z3 about a model. An answer is taken only in the words of the tool; silence, or an end of time, is none. */
final class Prover {
    private static final Pattern VIOLATED = Pattern.compile("Output \\d+ of miter \\S+ was asserted in frame (\\d+)");
    private static final Pattern FAILED = Pattern.compile("Assert failed in \\S+: (.*)");
    private static final String PASSED = "Status: PASSED";

    private final int seconds;

    /**
     * Whether the properties hold.
     *
     * @param against what the tool says against it, empty if they do
     */
    record Verdict(Answer holds, String against) {}

    /** @param seconds that a tool may take for each question */
    Prover(int seconds) {
        this.seconds = seconds;
    }

    /** Whether the properties hold as far as {@code method} goes. */
    Verdict prove(ProofModel model, ProofMethod method) {
        return switch (method.kind()) {
            case INVARIANT -> verdict(gates(model, "pdr -T " + seconds), "Property proved.");
            case BOUNDED -> verdict(search(model, method.depth()), unviolated(method.depth()));
            case INDUCTION -> {
                String depth = Integer.toString(method.depth());
                String base = smt(model, "-t", depth);
                yield verdict(base.contains(PASSED) ? smt(model, "-i", "-t", depth) : base, PASSED);
            }
        };
    }

    /** Whether the properties are violated within {@code cycles}. */
    Answer refutes(ProofModel model, int cycles) {
        String output = search(model, cycles);
        if (VIOLATED.matcher(output).find()) {
            return Answer.YES;
        }
        return output.contains(unviolated(cycles)) ? Answer.NO : Answer.NONE;
    }

    /** Whether each cover is reached within {@code cycles}. */
    List<Cover> reached(ProofModel model, int cycles) {
        return reached(model.covers(), smt(model, "-c", "-t", Integer.toString(cycles)));
    }

    /** What {@code output}, of a search that may have been ended, says of each cover. */
    static List<Cover> reached(List<String> covers, String output) {
        return covers.stream()
                .map(cover -> {
                    if (output.contains("Reached cover statement at " + cover + " in step")) {
                        return new Cover(cover, Answer.YES);
                    }
                    boolean unreached = output.contains("Unreached cover statement at " + cover + ".");
                    return new Cover(cover, unreached ? Answer.NO : Answer.NONE);
                })
                .toList();
    }

    private Verdict verdict(String output, String success) {
        if (output.contains(success)) {
            return new Verdict(Answer.YES, "");
        }
        Matcher violated = VIOLATED.matcher(output);
        if (violated.find()) {
            return new Verdict(Answer.NO, "a property is violated in cycle " + violated.group(1));
        }
        Matcher failed = FAILED.matcher(output);
        if (failed.find()) {
            return new Verdict(Answer.NO, "the property " + failed.group(1) + " is violated, or not inductive");
        }
        String[] lines = output.strip().split("\\R");
        return new Verdict(
                Answer.NONE,
                String.format(
                        Locale.ROOT, "no answer within %d s; the last words: %s", seconds, lines[lines.length - 1]));
    }

    private String search(ProofModel model, int cycles) {
        return gates(model, "bmc3 -F " + cycles + " -T " + seconds);
    }

    private static String unviolated(int cycles) {
        return "No output asserted in " + cycles + " frames";
    }

    private static String gates(ProofModel model, String question) {
        return Toolchain.run(
                model.folder(),
                List.of("yosys-abc", "-c", "read_aiger " + model.gates() + "; fold; strash; scleanup; " + question));
    }

    /** It ends with a failure also where it has an answer. */
    private String smt(ProofModel model, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                Integer.toString(seconds),
                "yosys-smtbmc",
                "-s",
                "z3",
                "--noprogress",
                "--unroll",
                "--presat"));
        command.addAll(List.of(options));
        command.add(model.smt());
        return Toolchain.printed(model.folder(), command);
    }
}
