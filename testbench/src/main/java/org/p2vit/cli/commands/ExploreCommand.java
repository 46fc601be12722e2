// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.EngineOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.MemoryOption;
import org.p2vit.cli.options.NetworkChoice;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.explore.DesignPoint;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.testbench.exploration.ExplorationReport;
import org.p2vit.testbench.exploration.ExplorationRequest;
import org.p2vit.testbench.exploration.Explorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit explore}: cycles and resources of every array shape for a network. */
@Command(name = "explore", description = "Predict cycles and resources of every array shape, and draw the best.")
final class ExploreCommand extends ReportingCommand {
    @Mixin
    private NetworkChoice choice;

    @Mixin
    private MemoryOption memory;

    @Mixin
    private EngineOptions engines;

    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--like",
            defaultValue = "kv260",
            paramLabel = "NAME",
            description =
                    "Configuration whose multipliers, attention, queues and reads are kept; ${DEFAULT-VALUE} if not given.")
    private String like;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The SVG to write.")
    private Path output;

    @Override
    protected Outcome execute() {
        engines.require();
        AcceleratorConfig model = AcceleratorConfig.load(like);
        ExplorationRequest request =
                new ExplorationRequest(choice.label(), choice.network(model), model, memory.timing());
        ExplorationReport report;
        try (JobEngine engine = engines.open(Runtime.getRuntime().availableProcessors());
                Progress progress = Progress.onTerminal()) {
            report = new Explorer(request, progress).report(engine, output);
        }
        print(report.points(), model);
        return Outcome.ok(report);
    }

    private void print(List<ExplorationReport.Row> rows, AcceleratorConfig model) {
        out().printf(
                        Locale.ROOT,
                        "%-9s %6s %10s %9s %7s %8s %8s %8s %8s %8s %6s %7s %6s%n",
                        "T x W x R",
                        "MACs",
                        "cycles",
                        "ms",
                        "FPS",
                        "util %",
                        "busy %",
                        "B/cycle",
                        "LUT",
                        "FF",
                        "DSP",
                        "BRAM36",
                        "URAM");
        for (ExplorationReport.Row row : rows) {
            DesignPoint point = row.point();
            ResourceEstimate resources = point.resources();
            out().printf(
                            Locale.ROOT,
                            "%-9s %6d %10d %9.3f %7.1f %8.2f %8.2f %8.2f %8d %8d %6d %7.1f %6d  %s%n",
                            point.name(),
                            point.multipliers(),
                            point.cycles(),
                            point.speed().milliseconds(),
                            point.speed().framesPerSecond(),
                            100 * row.utilisation(),
                            100 * point.arrayBusy(),
                            point.bytesPerCycle(),
                            resources.lut(),
                            resources.ff(),
                            resources.dsp(),
                            resources.bram36(),
                            resources.uram(),
                            remark(row));
        }
        out().printf(
                        Locale.ROOT,
                        "ms and FPS at %s MHz; LUT and FF may be %d %% off those of make synth%n",
                        model.clockMhz().toPlainString(),
                        ResourceEstimate.UNCERTAINTY_PERCENT);
        String fitting = Board.named(model.board()).isPresent()
                ? "fits " + model.board() + ", and no other that does"
                : "no other";
        out().println("* " + fitting + " is better in cycles, LUTs or DSPs without being worse in another; wrote "
                + output);
    }

    private static String remark(ExplorationReport.Row row) {
        if (!row.point().fits()) {
            return row.point().fit().sentence();
        }
        return row.pareto() ? "*" : "";
    }
}
