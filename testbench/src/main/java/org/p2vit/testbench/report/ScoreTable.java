// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.util.List;
import java.util.Locale;
import org.p2vit.quant.evaluation.Estimate;
import org.p2vit.quant.evaluation.MethodScore;

/** Scores as a table of text, for pages and terminals. */
public final class ScoreTable {
    private static final List<String> COLUMNS =
            List.of("", "top-1 %", "top-5 %", "top-1 less float's", "same class as float %", "SQNR of logits dB");

    private ScoreTable() {}

    static List<String> columns() {
        return COLUMNS;
    }

    static List<List<String>> rows(List<MethodScore> scores) {
        return scores.stream().map(ScoreTable::row).toList();
    }

    /** Lines of equal columns, the headings first. */
    public static String text(List<MethodScore> scores) {
        int first =
                scores.stream().mapToInt(score -> score.method().length()).max().orElse(1);
        String format = "%-" + first + "s %20s %20s %21s %21s %20s%n";
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, format, COLUMNS.toArray()));
        rows(scores).forEach(row -> text.append(String.format(Locale.ROOT, format, row.toArray())));
        return text.toString();
    }

    private static List<String> row(MethodScore score) {
        boolean isFloat = score.logitSqnrDb() == null;
        return List.of(
                score.method(),
                cell(score.top1(), 100, "%.1f"),
                cell(score.top5(), 100, "%.1f"),
                isFloat ? "" : cell(score.top1Difference(), 100, "%+.1f"),
                isFloat ? "" : cell(score.agreement(), 100, "%.1f"),
                isFloat ? "" : cell(score.logitSqnrDb(), 1, "%.2f"));
    }

    private static String cell(Estimate estimate, double factor, String format) {
        return String.format(
                Locale.ROOT,
                format + " [" + format + ", " + format + "]",
                factor * estimate.value(),
                factor * estimate.low(),
                factor * estimate.high());
    }
}
