// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verification;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page that says what was checked, how well, when and of which commit. Markdown, a function of the reports and of the page before. */
public final class VerificationPage {
    private static final String HEAD = """
            # What has been verified

            Checks that take longer than `make test`. `make nightly` runs them all; `make verification-report` writes this page from
            their reports in `target/reports`. Each table has the command that repeats its figures, the day, and the commit that was
            measured. A target that is not met says **no**; a check that was not run says so. What has no new report keeps its table.
            """;

    private static final String HEADING = "\n## ";

    private VerificationPage() {}

    /**
     * The whole page; a check that was not run has what {@code earlier} says of it. One without any figure is listed as not run.
     *
     * @param measured the checks that were run, those that ended without a result with nothing
     * @param earlier such a page, or nothing
     */
    public static String of(Map<LongCheck, Optional<Measurement>> measured, String earlier) {
        StringBuilder page = new StringBuilder(HEAD);
        for (LongCheck check : LongCheck.values()) {
            String heading = HEADING + check.label() + ": ";
            page.append(heading).append(check.what()).append("\n\n");
            Optional<Measurement> found = measured.get(check);
            page.append((found == null ? section(earlier, heading) : found.map(VerificationPage::table))
                    .orElse("Not run.\n"));
        }
        return page.toString();
    }

    private static Optional<String> section(String page, String heading) {
        int at = page.indexOf(heading);
        if (at < 0) {
            return Optional.empty();
        }
        int from = page.indexOf("\n\n", at) + 2;
        int next = page.indexOf(HEADING, from);
        return Optional.of(page.substring(from, next < 0 ? page.length() : next));
    }

    private static String table(Measurement measurement) {
        StringBuilder table = new StringBuilder("`" + measurement.command() + "`, " + measurement.date() + ", commit "
                + measurement.commit() + "\n\n| check | of | measured | target | met |\n|---|---|---|---|---|\n");
        for (VerificationRow row : measurement.rows()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |\n",
                    cell(row.check()),
                    cell(row.space()),
                    cell(row.measured()),
                    cell(row.target()),
                    row.met() ? "yes" : "**no**"));
        }
        return table.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
