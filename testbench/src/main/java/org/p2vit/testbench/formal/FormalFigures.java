// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.verification.VerificationRow;

/** The figures of several jobs together. */
public final class FormalFigures {
    private static final int UNBOUNDED_TARGET = 12;

    private FormalFigures() {}

    /** Rows for the page of what has been verified. */
    public static List<VerificationRow> rows(List<ProofResult> results) {
        long proven =
                results.stream().filter(result -> result.proven() == Answer.YES).count();
        long unbounded = results.stream()
                .filter(result -> result.proven() == Answer.YES && result.unbounded())
                .count();
        long properties =
                results.stream().mapToLong(result -> result.properties().size()).sum();
        long covers =
                results.stream().mapToLong(result -> result.covers().size()).sum();
        long mutants =
                results.stream().mapToLong(result -> result.mutants().size()).sum();
        long unanswered = results.stream().filter(ProofResult::unanswered).count();
        long failed = results.stream().filter(result -> !result.passed()).count() - unanswered;
        return List.of(
                row(
                        "jobs proven",
                        properties + " properties",
                        proven + " of " + results.size(),
                        "all",
                        proven == results.size()),
                row(
                        "proven without bound",
                        results.size() + " jobs",
                        Long.toString(unbounded),
                        "at least " + UNBOUNDED_TARGET,
                        unbounded >= UNBOUNDED_TARGET),
                row(
                        "jobs that fail, by a property, a cover or a mutant",
                        covers + " covers, " + mutants + " mutants",
                        Long.toString(failed),
                        "0",
                        failed == 0),
                row(
                        "jobs with a question that has no answer within the time",
                        results.size() + " jobs",
                        Long.toString(unanswered),
                        "0",
                        unanswered == 0));
    }

    private static VerificationRow row(String check, String space, String measured, String target, boolean met) {
        return new VerificationRow(check, space, measured, target, met);
    }

    /** A line about one job, which begins with the verdict. */
    public static String line(ProofResult result) {
        return String.format(
                Locale.ROOT,
                "%-9s %-20s %-28s %3d properties %3d covers %2d mutants %7.1f s",
                result.passed() ? "proven" : result.unanswered() ? "no answer" : "FAILED",
                result.job(),
                result.method(),
                result.properties().size(),
                result.covers().size(),
                result.mutants().size(),
                result.seconds());
    }
}
