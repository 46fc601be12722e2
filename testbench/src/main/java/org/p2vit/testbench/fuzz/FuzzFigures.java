// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.verification.VerificationRow;

/** What a campaign came to, as the page of what was verified prints it. */
public final class FuzzFigures {
    private static final int PAIRS = 500;
    private static final int CONFIGURATIONS = 100;
    private static final int WIDE = 30;

    private FuzzFigures() {}

    public static List<VerificationRow> rows(FuzzReport report) {
        FuzzReport.Space space = report.space();
        String drawn = String.format(
                Locale.ROOT,
                "%d configurations, %d of them with words of 16; %d runs of %d images",
                space.configurations(),
                space.wide(),
                space.runs(),
                space.images());
        FuzzReport.Predictions predictions = report.predictions();
        return List.of(
                new VerificationRow(
                        "pairs of configuration and network",
                        drawn,
                        Integer.toString(space.pairs()),
                        String.format(
                                Locale.ROOT,
                                "%d on %d configurations, %d with words of 16",
                                PAIRS,
                                CONFIGURATIONS,
                                WIDE),
                        space.pairs() >= PAIRS && space.configurations() >= CONFIGURATIONS && space.wide() >= WIDE),
                row("mismatches", report.words() + " words", count(report, FuzzOutcome.Kind.MISMATCH)),
                row("hangs and errors", report.cycles() + " cycles", count(report, FuzzOutcome.Kind.STOPPED)),
                row(
                        "programs refused or unsafe",
                        space.pairs() + " networks",
                        count(report, FuzzOutcome.Kind.REFUSED, FuzzOutcome.Kind.PROGRAM)),
                row(
                        "findings of lint, build and yosys",
                        String.format(
                                Locale.ROOT,
                                "%d configurations, %d by yosys",
                                space.configurations(),
                                space.structures()),
                        count(report, FuzzOutcome.Kind.LINT, FuzzOutcome.Kind.BUILD, FuzzOutcome.Kind.STRUCTURE)),
                new VerificationRow(
                        "prediction of cycles, worst",
                        predictions.judged() + " runs",
                        String.format(Locale.ROOT, "%.2f %%", predictions.worstPercent()),
                        FuzzOutcome.TOLERANCE + " %",
                        predictions.judged() > 0 && predictions.off() == 0));
    }

    private static VerificationRow row(String check, String space, long found) {
        return new VerificationRow(check, space, Long.toString(found), "0", found == 0);
    }

    private static long count(FuzzReport report, FuzzOutcome.Kind... kinds) {
        return report.failures().stream()
                .filter(failure -> List.of(kinds).contains(failure.kind()))
                .count();
    }
}
