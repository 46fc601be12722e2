// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.estimate.AreaTable;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.area.AreaFit;
import org.p2vit.testbench.area.MeasuredArea;
import org.p2vit.testbench.results.MeasuredReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit fit-area}: the table that estimates of area go by, from reports of synthesis. */
@Command(
        name = "fit-area",
        description = "Fit what parts of units take to reports of synth, and compare with configurations left out.")
final class FitAreaCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--reports",
            required = true,
            paramLabel = "FOLDER",
            description = "Where reports of whole machines are, as make synth leaves them.")
    private Path reports;

    @Option(
            names = "--held-out",
            split = ",",
            paramLabel = "NAME",
            description = "Configurations that are compared only; or several.")
    private List<String> heldOut = List.of();

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The table to write, CSV.")
    private Path output;

    /**
     * A machine, measured and estimated.
     *
     * @param heldOut whether the table does not know it
     */
    record Row(String config, boolean heldOut, long lut, double lutErrorPercent, long ff, double ffErrorPercent) {
        private static Row of(MeasuredArea machine, boolean heldOut, AreaTable table) {
            ResourceEstimate estimate = ResourceEstimate.of(machine.config(), table);
            double lut = machine.total().lut();
            double ff = machine.total().ff();
            return new Row(
                    machine.config().name(),
                    heldOut,
                    Math.round(lut),
                    100 * (estimate.lut() - lut) / lut,
                    Math.round(ff),
                    100 * (estimate.ff() - ff) / ff);
        }
    }

    record Result(String table, List<Row> machines) {}

    @Override
    protected Outcome execute() {
        List<MeasuredArea> known = new ArrayList<>();
        List<MeasuredArea> others = new ArrayList<>();
        for (Path file : MeasuredReport.files(reports)) {
            Optional<MeasuredArea> machine = MeasuredReport.read(file).flatMap(MeasuredArea::of);
            machine.ifPresent(found -> (heldOut.contains(found.config().name()) ? others : known).add(found));
        }
        if (known.isEmpty()) {
            throw new InvalidInputException("no report of a whole machine to fit to in " + reports
                    + "; make some by make synth CONFIG=…, and do not hold out all of them");
        }
        AreaTable table = AreaFit.of(known);
        List<Row> rows = new ArrayList<>();
        known.stream().filter(MeasuredArea::whole).forEach(machine -> rows.add(Row.of(machine, false, table)));
        others.stream().filter(MeasuredArea::whole).forEach(machine -> rows.add(Row.of(machine, true, table)));
        WholeFile.writeText(output, table.text());
        print(rows);
        return Outcome.ok(new Result(output.toString(), rows));
    }

    private void print(List<Row> rows) {
        out().printf(Locale.ROOT, "%-20s %8s %8s %8s %8s%n", "configuration", "LUT", "error %", "FF", "error %");
        rows.forEach(row -> out().printf(
                        Locale.ROOT,
                        "%-20s %8d %+8.1f %8d %+8.1f%s%n",
                        row.config(),
                        row.lut(),
                        row.lutErrorPercent(),
                        row.ff(),
                        row.ffErrorPercent(),
                        row.heldOut() ? "  held out" : ""));
    }
}
