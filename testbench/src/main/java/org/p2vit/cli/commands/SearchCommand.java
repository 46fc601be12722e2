// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.BitsOption;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.EngineOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.options.UsageException;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.search.Combination;
import org.p2vit.quant.search.Cost;
import org.p2vit.quant.search.SearchOptions;
import org.p2vit.quant.search.SearchReport;
import org.p2vit.quant.search.SearchReporter;
import org.p2vit.quant.search.SearchRequest;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.performance.CycleCost;
import org.p2vit.testbench.report.SearchPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit search}: which layers can do with fewer bits or sparse weights. */
@Command(
        name = "search",
        description = "Choose the kinds of layers, dense or sparse and of which bits, within a budget.")
final class SearchCommand extends ReportingCommand {
    private static final String HARDWARE = "kv260-shift";

    @Mixin
    private ModelOptions model;

    @Mixin
    private BitsOption bits;

    @Mixin
    private EngineOptions engines;

    @Bounds(min = 0.01, max = 1)
    @Option(
            names = "--budget",
            defaultValue = "0.7",
            paramLabel = "SHARE",
            description =
                    "Weight bytes allowed, as a share of those with 8-bit weights; ${DEFAULT-VALUE} if not given.")
    private double budget;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "4",
            paramLabel = "KIND",
            description =
                    "Kinds that layers may have beside 8, e.g. 4,8s2:4,8s3:4; ${DEFAULT-VALUE} if not given. Sparse layers"
                            + " cost the bytes of kept weights and their positions; no configuration has a sparse array, so"
                            + " they save no cycles.")
    private List<String> kinds;

    @Bounds(min = 0.01, max = 1)
    @Option(
            names = "--budget-cycles",
            paramLabel = "SHARE",
            description = {
                "Estimated cycles allowed on --config (" + HARDWARE + " if not given) instead of bytes, as a share of",
                "those with 8-bit weights.",
                "Fewer bits save cycles where the configuration's elements are scalable."
            })
    private Double budgetCycles;

    @Bounds(min = 0, max = 10_000)
    @Option(
            names = "--generations",
            defaultValue = "6",
            paramLabel = "N",
            description = "Generations of the evolution; ${DEFAULT-VALUE} if not given.")
    private int generations;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of everything random; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--bit-table", required = true, paramLabel = "FILE", description = "The table of bits to write.")
    private Path bitTable;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with the Pareto front.")
    private Path html;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep measurements here, so that an interrupted search goes on where it was.")
    private Path cache;

    @Override
    protected Outcome execute() {
        model.calibration().require();
        long start = System.nanoTime();
        if (budgetCycles != null) {
            refuseIneffective("--budget", "beside --budget-cycles");
        }
        engines.require();
        BitWidths widths = widths();
        SearchOptions search = SearchOptions.DEFAULT
                .withBudget(budgetCycles == null ? budget : budgetCycles)
                .withKinds(kinds())
                .withSeed(seed)
                .withGenerations(generations);
        FloatVit vit = model.read(this);
        bits.require(vit.shape());
        SearchReport report;
        SearchRequest request = request(vit, QuantizerOptions.DEFAULT.withBits(widths), search);
        try (JobEngine engine = engines.open(search.threads());
                Progress progress = Progress.onTerminal()) {
            report = new SearchReporter(request, progress).report(engine, start);
        }
        if (html != null) {
            SearchPage.write(report, html);
        }
        print(report);
        return Outcome.ok(report);
    }

    private List<LayerKind> kinds() {
        List<LayerKind> others = kinds.stream()
                .map(LayerKind::parse)
                .filter(kind -> !kind.equals(LayerKind.dense(8)))
                .toList();
        if (others.isEmpty()) {
            throw new UsageException("--kinds has none but 8, which every layer may have; add one, e.g. 4 or 8s2:4.");
        }
        return others;
    }

    /** @throws InvalidInputException unless weights have 8 bits and attention those of the hardware that is counted on */
    private BitWidths widths() {
        BitWidths widths = bits.widths();
        if (widths.weights() != 8) {
            throw new UsageException(
                    "A search begins with 8-bit weights; write --bits 8/8/" + widths.attention() + ".");
        }
        if (budgetCycles != null) {
            hardware().requireAttention("--bits " + widths, widths);
        }
        return widths;
    }

    private AcceleratorConfig hardware() {
        return bits.accelerator().orElseGet(() -> AcceleratorConfig.load(HARDWARE));
    }

    private SearchRequest request(FloatVit vit, QuantizerOptions options, SearchOptions search) {
        List<Path> files = model.images();
        TrainedModel trained = model.trained(vit, cache);
        model.calibration().noteLeftOut(this);
        out().println("preprocessing " + trained.preprocessor().report().text());
        return new SearchRequest(
                trained,
                files,
                model.calibration().listing().leftOut(),
                options,
                search,
                target(vit, options),
                bitTable);
    }

    private SearchRequest.Target target(FloatVit vit, QuantizerOptions options) {
        if (budgetCycles == null) {
            return new SearchRequest.Target("weight bytes", Cost.weightBytes(vit.shape()), Optional.empty());
        }
        AcceleratorConfig hardware = hardware();
        CycleCost cycles = new CycleCost(vit.shape(), options.attention(), hardware, MemoryTiming.STANDARD);
        return new SearchRequest.Target("cycles on " + hardware.name(), cycles, Optional.of(cycles::cycles));
    }

    private void print(SearchReport report) {
        out().printf(
                        Locale.ROOT,
                        "%s, seed %d: %d combinations measured on %d images held out from calibration; %d new"
                                + " measurements%n",
                        report.setting().model(),
                        report.setting().options().seed(),
                        report.combinations(),
                        report.setting().heldOutImages(),
                        report.newMeasurements());
        int width = Math.max(14, report.setting().cost().length());
        out().printf(
                        Locale.ROOT,
                        "%" + width + "s %10s %9s  %s%n",
                        report.setting().cost(),
                        "of 8-bit",
                        "SQNR, dB",
                        "layers other than 8");
        for (Combination one : report.front()) {
            out().printf(
                            Locale.ROOT,
                            "%" + width + ".0f %9.1f%% %9.2f  %s%s%n",
                            one.cost(),
                            100 * one.cost() / report.sensitivity().greatestCost(),
                            one.sqnrDb(),
                            one.counts(),
                            one.equals(report.choice().chosen()) ? "  chosen" : "");
        }
        if (report.choice().chosenCycles() != null) {
            out().printf(
                            Locale.ROOT,
                            "chosen: %d %s, estimated for the network as a whole%n",
                            report.choice().chosenCycles(),
                            report.setting().cost());
        }
        out().printf(
                        Locale.ROOT,
                        "quantized with the chosen table: %.2f dB, same class as float on %.0f %%; wrote %s%n",
                        report.choice().chosenSqnrDb(),
                        100 * report.choice().chosenAgreement(),
                        report.bitTable());
    }
}
