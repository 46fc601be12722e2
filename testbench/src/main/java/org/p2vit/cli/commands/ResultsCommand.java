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
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.results.MarkedPage;
import org.p2vit.testbench.results.MeasuredReport;
import org.p2vit.testbench.results.ReportRows;
import org.p2vit.testbench.results.ResultRow;
import org.p2vit.testbench.results.ResultTable;
import org.p2vit.testbench.results.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit results}: the published figures, from the reports of those who measured them. */
@Command(
        name = "results",
        description = "Put the figures of new reports into the data file of results, and write its tables into pages.")
final class ResultsCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--reports",
            required = true,
            paramLabel = "FOLDER",
            description = "Where reports are. A row without a new report stays as it is.")
    private Path reports;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "The rows, JSON; read and written.")
    private Path data;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(
            names = "--page",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description = "Markdown whose tables between <!-- results: NAME --> marks are written again; or several.")
    private List<Path> pages;

    /**
     * @param rows how many were added, replaced and kept as they were
     * @param leftOut reports that were not taken, each with the reason
     */
    record Result(Map<Results.Merge, Integer> rows, List<String> leftOut) {}

    @Override
    protected Outcome execute() {
        Results results = Results.read(data);
        Map<Results.Merge, Integer> rows = new EnumMap<>(Results.Merge.class);
        List<String> leftOut = new ArrayList<>();
        for (Path file : MeasuredReport.files(reports)) {
            MeasuredReport.read(file)
                    .filter(report -> ReportRows.has(report.command()))
                    .ifPresent(report -> {
                        if (report.unusable().isEmpty()) {
                            ReportRows.of(report, (table, row) -> merge(results, table, row, rows));
                        } else {
                            leftOut.add(file + ": " + report.unusable());
                        }
                    });
        }
        // Nothing is written before all of it can be.
        List<String> texts = pages.stream().map(page -> filled(page, results)).toList();
        results.write(data);
        for (int i = 0; i < texts.size(); i++) {
            WholeFile.writeText(pages.get(i), texts.get(i));
        }
        leftOut.forEach(one -> out().println("left out " + one));
        return Outcome.ok(new Result(rows, leftOut));
    }

    private void merge(Results results, ResultTable table, ResultRow row, Map<Results.Merge, Integer> counts) {
        Results.Merge merged = results.merge(table, row);
        counts.merge(merged, 1, Integer::sum);
        if (merged != Results.Merge.KEPT) {
            out().printf(
                            Locale.ROOT,
                            "%s: %s %s%n",
                            table.label(),
                            merged.name().toLowerCase(Locale.ROOT),
                            String.join(", ", row.cells().values()));
        }
    }

    private static String filled(Path page, Results results) {
        try {
            return MarkedPage.filled(Files.readString(page), results);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(page + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
