// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.report.IndexPage;
import org.p2vit.testbench.results.MeasuredReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit reports}: a page that lists the reports of a folder. */
@Command(name = "reports", description = "Write a page that lists all reports of a folder: when, of which commit, how.")
final class ReportsCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(names = "--reports", required = true, paramLabel = "FOLDER", description = "Where reports are.")
    private Path reports;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The page to write, in FOLDER for its links to lead to the reports.")
    private Path output;

    /** @param leftOut files that end in .json and are no reports */
    record Result(String page, int listed, List<String> leftOut) {}

    @Override
    protected Outcome execute() {
        if (!Files.isDirectory(reports)) {
            throw new InvalidInputException(reports + " is no folder; give the one in which reports are");
        }
        List<IndexPage.Entry> entries = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Path file : MeasuredReport.files(reports)) {
            MeasuredReport.read(file)
                    .ifPresentOrElse(
                            report -> entries.add(entry(file, report)),
                            () -> leftOut.add(file.getFileName().toString()));
        }
        IndexPage.write(reports.toString(), entries, output);
        out().printf(Locale.ROOT, "%s: %d reports%n", output, entries.size());
        return Outcome.ok(new Result(output.toString(), entries.size(), leftOut));
    }

    private IndexPage.Entry entry(Path file, MeasuredReport report) {
        String name = file.getFileName().toString();
        String page = name.replaceFirst("\\.json$", ".html");
        return new IndexPage.Entry(
                Files.exists(reports.resolve(page)) ? page : name,
                report.date(),
                report.ended(),
                report.seconds(),
                report.commit(),
                report.make().isEmpty() ? "p2vit " + String.join(" ", report.arguments()) : report.make());
    }
}
