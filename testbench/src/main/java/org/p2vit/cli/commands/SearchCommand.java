// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.BitsOption;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.options.UsageException;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.search.BitTable;
import org.p2vit.quant.search.Combination;
import org.p2vit.quant.search.Cost;
import org.p2vit.quant.search.PrecisionSearch;
import org.p2vit.quant.search.SearchOptions;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.performance.CycleCost;
import org.p2vit.testbench.report.SearchPage;
import org.p2vit.testbench.report.SearchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit search}: which layers can do with 4-bit weights. */
@Command(name = "search", description = "Choose the layers that get 4-bit weights, within a budget.")
final class SearchCommand extends ReportingCommand {
    /** Of so many images of the folder one is for the search, the others are for calibration. */
    private static final int SHARE = 4;

    private static final String HARDWARE = "kv260-shift";

    @Mixin
    private ModelOptions model;

    @Mixin
    private BitsOption bits;

    @Bounds(min = 0.01, max = 1)
    @Option(
            names = "--budget",
            defaultValue = "0.7",
            paramLabel = "SHARE",
            description =
                    "Weight bytes allowed, as a share of those with 8-bit weights; ${DEFAULT-VALUE} if not given.")
    private double budget;

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
        BitWidths widths = widths();
        SearchOptions search = SearchOptions.DEFAULT
                .withBudget(budgetCycles == null ? budget : budgetCycles)
                .withSeed(seed)
                .withGenerations(generations);
        FloatVit vit = model.read(this);
        bits.require(vit.shape());
        SearchReport report;
        try (Progress progress = Progress.onTerminal()) {
            report = search(vit, QuantizerOptions.DEFAULT.withBits(widths), search, progress, start);
        }
        if (html != null) {
            SearchPage.write(report, html);
        }
        print(report);
        return Outcome.ok(report);
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

    private SearchReport search(
            FloatVit vit, QuantizerOptions options, SearchOptions search, ProgressListener progress, long start) {
        List<Path> files = model.images();
        model.calibration().noteLeftOut(this);
        out().println("preprocessing "
                + model.calibrationSet(vit, files).preprocessor().report().text());
        List<Path> heldOut = part(files, true);
        List<Path> calibration = part(files, false);
        if (calibration.isEmpty()) {
            throw new InvalidInputException(model.calibration().require()
                    + " holds one image; a search needs some for calibration and others to measure on.");
        }
        AcceleratorConfig hardware = hardware();
        CycleCost cycles = budgetCycles == null
                ? null
                : new CycleCost(vit.shape(), options.attention(), hardware, MemoryTiming.STANDARD);
        QuantizedVit wide = model.quantized(vit, calibration, options, cache, progress);
        CalibrationSet images = model.calibrationSet(vit, heldOut);
        List<FloatTensor> patches = IntStream.range(0, Math.min(images.size(), search.fitnessImages()))
                .mapToObj(images::patches)
                .toList();
        Measurements<Double> state = state(vit, files, options);
        FloatVit stored = Quantizer.stored(vit, options);
        Cost bytes = Cost.weightBytes(vit.shape());
        PrecisionSearch.Result result =
                PrecisionSearch.run(stored, wide, patches, cycles == null ? bytes : cycles, search, state, progress);
        TreeMap<String, LayerKind> layers = new TreeMap<>();
        result.chosen().int4().forEach(layer -> layers.put(layer, LayerKind.dense(4)));
        BitTable table = new BitTable(options.weightBits(), layers);
        QuantizedVit network = model.quantized(vit, calibration, table.in(options), cache, progress);
        table.write(bitTable);
        SqnrReport fidelity =
                new FidelityMeter(stored, network).measure(images.first(patches.size()), options.threads(), progress);
        return new SearchReport(
                new SearchReport.Setting(
                        model.file().toString(),
                        search,
                        options.bits().toString(),
                        cycles == null ? "weight bytes" : "cycles on " + hardware.name(),
                        calibration.size(),
                        patches.size(),
                        images.preprocessor().report(),
                        model.calibration().listing().leftOut()),
                new SearchReport.Sensitivity(
                        result.greatestCost(), result.curvature(), result.layerNoise(), result.coarse()),
                new SearchReport.Choice(
                        result.chosen(),
                        bytes.of(result.chosen().int4()),
                        cycles == null ? null : cycles.cycles(result.chosen().int4()),
                        fidelity.logits(),
                        fidelity.agreement()),
                result.front(),
                result.combinations(),
                state.fresh(),
                bitTable.toString(),
                (System.nanoTime() - start) / 1e9);
    }

    /** Every fourth image is held out, of fewer the last. */
    private static List<Path> part(List<Path> files, boolean heldOut) {
        int every = Math.min(SHARE, files.size());
        return IntStream.range(0, files.size())
                .filter(i -> (i % every == every - 1) == heldOut)
                .mapToObj(files::get)
                .toList();
    }

    private Measurements<Double> state(FloatVit vit, List<Path> files, QuantizerOptions options) {
        if (cache == null) {
            return Measurements.inMemory();
        }
        String key = model.key(vit, files).text(options.choices()).digits();
        return Measurements.of(cache.resolve("search-" + key + ".json"), Double.class);
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
                        "%" + width + "s %10s %9s %13s%n",
                        report.setting().cost(),
                        "of 8-bit",
                        "SQNR, dB",
                        "4-bit layers");
        for (Combination one : report.front()) {
            out().printf(
                            Locale.ROOT,
                            "%" + width + ".0f %9.1f%% %9.2f %13d%s%n",
                            one.cost(),
                            100 * one.cost() / report.sensitivity().greatestCost(),
                            one.sqnrDb(),
                            one.int4().size(),
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
