// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.LabelledOptions;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.options.PrecisionOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.baseline.ActivationRanges;
import org.p2vit.quant.baseline.FakeQuantVit;
import org.p2vit.quant.baseline.ScaleRule;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.evaluation.Estimate;
import org.p2vit.testbench.evaluation.Evaluation;
import org.p2vit.testbench.evaluation.EvaluationReport;
import org.p2vit.testbench.evaluation.Method;
import org.p2vit.testbench.evaluation.MethodScore;
import org.p2vit.testbench.evaluation.Reference;
import org.p2vit.testbench.report.EvaluationPage;
import org.p2vit.testbench.report.ScoreTable;
import org.p2vit.testbench.report.SearchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit evaluate}: accuracy of the integer network, of float and of other ways to quantize. */
@Command(name = "evaluate", description = "Quantize a network and measure its accuracy on labelled images.")
final class EvaluateCommand extends ReportingCommand {
    @Mixin
    private ModelOptions model;

    @Mixin
    private LabelledOptions labelled;

    @Mixin
    private PrecisionOptions precision;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with tables and plots.")
    private Path html;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--search",
            paramLabel = "FILE",
            description = "The JSON report of a search; if it is of the same model, the page shows its Pareto front.")
    private Path search;

    @Option(names = "--no-baselines", description = "Only float and the integer network.")
    private boolean noBaselines;

    @Bounds(min = 0, max = 1_000_000)
    @Option(
            names = "--tensor-images",
            defaultValue = "32",
            paramLabel = "N",
            description = "Images on which every tensor is compared with float; ${DEFAULT-VALUE} if not given.")
    private int tensorImages;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep bundles here, and take one from here if nothing that decides it has changed.")
    private Path cache;

    @Override
    protected Outcome execute() {
        long start = System.nanoTime();
        if (html == null) {
            refuseIneffective("--search", "without --html, the page that shows it");
        }
        // Before the work: what cannot be shown in the end is refused now.
        Optional<SearchReport> searched = Optional.ofNullable(search).flatMap(SearchReport::read);
        QuantizerOptions options = precision.options(model.calibration().usual());
        FloatVit vit = model.read(this);
        precision.require(vit.shape());
        List<ImageFolder.Labelled> images = labelled.read(vit);
        EvaluationReport report;
        try (Progress progress = Progress.onTerminal()) {
            report = evaluate(vit, options, images, searched, progress, start);
        }
        print(report);
        return Outcome.ok(report);
    }

    private void print(EvaluationReport report) {
        model.calibration().noteLeftOut(this);
        leftOut(labelled.folder(), labelled.listing());
        out().println("calibration: preprocessing "
                + report.source().calibrationPreprocessing().text());
        out().println("evaluation of float and quantized networks: preprocessing "
                + report.setting().preprocessing().text());
        out().printf(
                        Locale.ROOT,
                        "%s, bits %s, %s, %d images evaluated, %d more of the folder have no label%n%s",
                        report.source().model(),
                        report.setting().bits(),
                        CalibrationSet.text(report.source().calibrationImages()),
                        report.setting().images(),
                        report.setting().unlabelled(),
                        ScoreTable.text(report.methods()));
        out().printf(Locale.ROOT, "in brackets %s%n", report.accuracy().intervals());
    }

    private EvaluationReport evaluate(
            FloatVit vit,
            QuantizerOptions options,
            List<ImageFolder.Labelled> images,
            Optional<SearchReport> searched,
            ProgressListener progress,
            long start) {
        ImagePreprocessor preprocessor = labelled.preprocessor(vit, model.exifRotation());
        List<Path> calibration = model.images();
        CalibrationSet calibrationSet = model.calibrationSet(vit, calibration);
        QuantizedVit network = model.quantized(vit, calibration, options, cache, progress);
        List<Method> methods = noBaselines ? new ArrayList<>() : baselines(vit, calibrationSet, options, progress);
        methods.add(Method.of("p2vit", network));
        List<MethodScore> scores =
                new Evaluation(Reference.of(vit), methods).run(images, preprocessor, options.threads(), progress);
        List<Path> some = images.stream()
                .map(ImageFolder.Labelled::file)
                .limit(tensorImages)
                .toList();
        List<SqnrReport.TensorSqnr> tensors = some.isEmpty()
                ? List.of()
                : new FidelityMeter(Quantizer.stored(vit, options), network)
                        .measure(CalibrationSet.ofFiles(preprocessor, some), options.threads(), progress)
                        .tensors();
        MethodScore exact = scores.get(0);
        MethodScore ours = scores.get(scores.size() - 1);
        EvaluationReport report = new EvaluationReport(
                new EvaluationReport.Source(
                        model.file().toString(),
                        vit.shape(),
                        model.calibration().folder().map(Path::toString).orElse(null),
                        calibration.size(),
                        calibrationSet.preprocessor().report()),
                new EvaluationReport.Setting(
                        preprocessor.report(),
                        precision.text(options),
                        network.int4Layers(),
                        images.size(),
                        labelled.unlabelled(images),
                        model.calibration().listing().leftOut(),
                        labelled.listing().leftOut()),
                new EvaluationReport.Accuracy(
                        ours.top1().value(),
                        exact.top1().value(),
                        ours.top1Difference().value(),
                        ours.agreement().value(),
                        ours.logitSqnrDb().value(),
                        intervals(exact, ours),
                        EvaluationReport.INTERVALS),
                (System.nanoTime() - start) / 1e9,
                scores,
                some.size(),
                tensors);
        if (html != null) {
            Optional<SearchReport> found = searched.filter(one ->
                    ModelOptions.same(one.setting().model(), report.source().model()));
            EvaluationPage.write(report, network, found, html);
        }
        return report;
    }

    private static List<Method> baselines(
            FloatVit vit, CalibrationSet calibration, QuantizerOptions options, ProgressListener progress) {
        BitWidths widths = options.bits();
        ActivationRanges ranges = ActivationRanges.of(vit, calibration, options.threads(), progress);
        List<Method> methods = new ArrayList<>();
        for (ScaleRule rule : ScaleRule.values()) {
            String name = rule == ScaleRule.FLOAT
                    ? "float scales"
                    : "powers of two, " + rule.name().toLowerCase(Locale.ROOT);
            methods.add(Method.of(name, new FakeQuantVit(vit, ranges, widths.weights(), widths.attention(), rule)));
        }
        return methods;
    }

    private static Map<String, double[]> intervals(MethodScore exact, MethodScore ours) {
        Map<String, double[]> intervals = new LinkedHashMap<>();
        intervals.put("top1", ends(ours.top1()));
        intervals.put("floatTop1", ends(exact.top1()));
        intervals.put("top1Difference", ends(ours.top1Difference()));
        intervals.put("agreement", ends(ours.agreement()));
        intervals.put("logitSqnrDb", ends(ours.logitSqnrDb()));
        return intervals;
    }

    private static double[] ends(Estimate estimate) {
        return new double[] {estimate.low(), estimate.high()};
    }
}
