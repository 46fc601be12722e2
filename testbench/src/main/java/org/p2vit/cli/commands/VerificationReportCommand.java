// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.report.ReportFile;
import org.p2vit.testbench.verification.LongCheck;
import org.p2vit.testbench.verification.Measurement;
import org.p2vit.testbench.verification.VerificationPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit verification-report}: one page from the reports of the long checks. */
@Command(
        name = "verification-report",
        description = "Write a page with the figures of the long checks, from their reports.")
final class VerificationReportCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--reports",
            required = true,
            paramLabel = "FOLDER",
            description = "Where CHECK.json are; a check whose report is absent keeps the table that it has in FILE.")
    private Path reports;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The Markdown to write.")
    private Path output;

    /** The part of every report that the page needs. */
    record Reported(Measurement verification) {}

    /** @param failed checks whose report says that they ended without a result */
    record Result(String page, List<String> notRun, List<String> failed, List<String> missed) {}

    @Override
    protected Outcome execute() {
        Map<LongCheck, Optional<Measurement>> measured = new EnumMap<>(LongCheck.class);
        List<String> notRun = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (LongCheck check : LongCheck.values()) {
            Path file = reports.resolve(check.label() + ".json");
            if (!Files.exists(file)) {
                notRun.add(check.label());
                continue;
            }
            Optional<Measurement> found =
                    ReportFile.read(file, Reported.class, check.label()).map(Reported::verification);
            measured.put(check, found);
            if (found.isEmpty()) {
                failed.add(check.label());
            } else if (!found.get().met()) {
                missed.add(check.label());
            }
        }
        WholeFile.writeText(output, VerificationPage.of(measured, earlierPage()));
        out().printf(
                        Locale.ROOT,
                        "%s: %d checks, targets missed: %s; not run: %s; without a result: %s%n",
                        output,
                        measured.size() - failed.size(),
                        text(missed),
                        text(notRun),
                        text(failed));
        return Outcome.ok(new Result(output.toString(), notRun, failed, missed));
    }

    private String earlierPage() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
