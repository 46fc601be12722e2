// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.MemoryOption;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.evaluation.EvaluationReport;
import org.p2vit.testbench.report.ReportFile;
import org.p2vit.testbench.report.TradeOffFigure;
import org.p2vit.testbench.tradeoff.MeasuredNetwork;
import org.p2vit.testbench.tradeoff.TradeOff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit pareto}: what accuracy costs in cycles and bytes. */
@Command(
        name = "pareto",
        description = "Compare accuracy, cycles and bytes of the networks that evaluate and search have reported.")
final class ParetoCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--evaluations",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON reports of evaluate, of one model.")
    private List<Path> evaluations;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(names = "--search", paramLabel = "FILE", description = "The JSON report of a search for that model.")
    private Path search;

    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--configs",
            split = ",",
            defaultValue = "kv260,kv260-shift,zcu104",
            paramLabel = "NAME",
            description = "Configurations; ${DEFAULT-VALUE} if not given.")
    private List<String> configs;

    @Mixin
    private MemoryOption memory;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The SVG to write.")
    private Path output;

    /**
     * @param framesPerSecond at the clock of the configuration
     * @param pareto no other evaluated network on that board is better in SQNR, cycles or bytes without being worse in another
     */
    record Row(TradeOff point, double framesPerSecond, boolean pareto) {}

    record Result(String model, String memory, String picture, List<Row> rows) {}

    @Override
    protected Outcome execute() {
        MemoryTiming timing = memory.timing();
        List<AcceleratorConfig> hardware =
                configs.stream().map(AcceleratorConfig::load).toList();
        List<EvaluationReport> reports = evaluations.stream()
                .flatMap(file -> ReportFile.read(file, EvaluationReport.class, "evaluate").stream())
                .toList();
        if (reports.isEmpty()) {
            throw new InvalidInputException("none of the evaluations succeeded");
        }
        EvaluationReport first = reports.get(0);
        List<TradeOff> points = new ArrayList<>();
        for (AcceleratorConfig config : hardware) {
            for (MeasuredNetwork network : networks(reports)) {
                if (network.attention() == config.attention().coding()) {
                    points.add(TradeOff.of(network, first.source().shape(), config, timing));
                }
            }
        }
        String model = Path.of(first.source().model()).getFileName().toString();
        TradeOffFigure.write(model, points, output);
        Map<String, BigDecimal> clocks = hardware.stream()
                .collect(Collectors.toMap(AcceleratorConfig::name, AcceleratorConfig::clockMhz, (a, b) -> a));
        List<Row> rows = points.stream()
                .map(point -> new Row(
                        point, clocks.get(point.config()).doubleValue() * 1e6 / point.cycles(), point.isPareto(points)))
                .toList();
        print(rows);
        return Outcome.ok(new Result(model, timing.label(), output.toString(), rows));
    }

    private List<MeasuredNetwork> networks(List<EvaluationReport> reports) {
        String model = reports.get(0).source().model();
        List<MeasuredNetwork> networks = new ArrayList<>();
        for (EvaluationReport report : reports) {
            if (!ModelOptions.same(report.source().model(), model)) {
                throw new InvalidInputException("the evaluations are of " + model + " and of "
                        + report.source().model() + "; compare those of one model at a time");
            }
            networks.add(MeasuredNetwork.of(report));
        }
        if (search != null) {
            ReportFile.search(search).ifPresent(found -> {
                if (!ModelOptions.same(found.setting().model(), model)) {
                    throw new InvalidInputException("the evaluations are of " + model + ", but " + search + " is of "
                            + found.setting().model() + "; compare those of one model at a time");
                }
                networks.addAll(
                        MeasuredNetwork.of(found.front(), found.setting().bits()));
            });
        }
        // Bits may have been said in two ways.
        return networks.stream().distinct().toList();
    }

    private void print(List<Row> rows) {
        out().printf(
                        Locale.ROOT,
                        "%-14s %-36s %9s %9s %8s %11s %10s %8s%n",
                        "config",
                        "bits",
                        "SQNR, dB",
                        "agree %",
                        "top-1 %",
                        "bytes",
                        "cycles",
                        "FPS");
        for (Row row : rows) {
            TradeOff point = row.point();
            MeasuredNetwork network = point.network();
            out().printf(
                            Locale.ROOT,
                            "%-14s %-36s %9.2f %9s %8s %11d %10d %8.1f%s%n",
                            point.config(),
                            network.name(),
                            network.sqnrDb(),
                            percent(network.agreement()),
                            percent(network.top1()),
                            point.bytes(),
                            point.cycles(),
                            row.framesPerSecond(),
                            row.pareto() ? "  *" : "");
        }
        out().printf(
                        Locale.ROOT,
                        "* no other evaluated network on that board is better in SQNR, cycles or bytes without being worse in"
                                + " another; FPS at the clock of the configuration; wrote %s%n",
                        output);
    }

    private static String percent(Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
