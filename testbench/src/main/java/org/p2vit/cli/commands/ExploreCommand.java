// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.MemoryOption;
import org.p2vit.cli.options.NetworkChoice;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.explore.DesignPoint;
import org.p2vit.hw.explore.DesignSpace;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.exploration.ParetoSvg;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.performance.WeightBits;
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

    /** @param pareto it fits the board, if there is one, and no other that fits is better in cycles, LUTs or DSPs without being worse in another */
    record Row(DesignPoint point, double utilisation, boolean pareto) {}

    /**
     * @param weightBits bits of the weights inside blocks: 8, 4 or mixed
     * @param like the configuration that has what is not of the array's shape
     * @param board that points should fit, {@code none} for any
     * @param areaUncertaintyPercent how far LUTs and flip-flops may be from those of synthesis
     */
    record Result(
            String model,
            String weightBits,
            String like,
            String board,
            int areaUncertaintyPercent,
            String picture,
            List<Row> points) {}

    @Override
    protected Outcome execute() {
        MemoryTiming timing = memory.timing();
        AcceleratorConfig model = AcceleratorConfig.load(like);
        QuantizedVit network = choice.network(model);
        String weights = WeightBits.of(network).label();
        List<AcceleratorConfig> configs = DesignSpace.of(network.shape(), model);
        List<DesignPoint> points = new ArrayList<>();
        try (Progress progress = Progress.onTerminal()) {
            for (AcceleratorConfig config : configs) {
                progress.at("array shapes", points.size(), configs.size());
                points.add(DesignPoint.of(network, config, timing));
            }
        }
        NetworkWork work = NetworkWork.of(network);
        List<Row> rows = points.stream()
                .map(point -> new Row(point, work.utilisation(point.array(), point.cycles()), point.isPareto(points)))
                .toList();
        String title = String.format(
                Locale.ROOT,
                "%s, weights %s, %s memory: array shapes T x W x R, otherwise %s",
                choice.label(),
                weights,
                timing.label(),
                model.name());
        WholeFile.writeText(output, ParetoSvg.draw(title, points));
        print(rows, model);
        return Outcome.ok(new Result(
                choice.label(),
                weights,
                model.name(),
                model.board(),
                ResourceEstimate.UNCERTAINTY_PERCENT,
                output.toString(),
                rows));
    }

    private void print(List<Row> rows, AcceleratorConfig model) {
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
        for (Row row : rows) {
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

    private static String remark(Row row) {
        if (!row.point().fits()) {
            return row.point().fit().sentence();
        }
        return row.pareto() ? "*" : "";
    }
}
