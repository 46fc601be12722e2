// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.EngineOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.LabelledOptions;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.options.PrecisionOptions;
import org.p2vit.cli.run.Failures;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.evaluation.AccuracyReporter;
import org.p2vit.quant.evaluation.BadImage;
import org.p2vit.quant.evaluation.BadImagePolicy;
import org.p2vit.quant.evaluation.EvaluationReport;
import org.p2vit.quant.evaluation.EvaluationRequest;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.ResumableEngine;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.search.SearchReport;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.report.EvaluationPage;
import org.p2vit.testbench.report.ReportFile;
import org.p2vit.testbench.report.ScoreTable;
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

    @Mixin
    private EngineOptions engines;

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

    @Option(
            names = "--on-bad-image",
            defaultValue = "stop",
            paramLabel = "POLICY",
            description = "What an image does that cannot be decoded: stop ends with an error that names it, skip"
                    + " leaves it out, named and counted; ${DEFAULT-VALUE} if not given.")
    private BadImagePolicy onBadImage;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep bundles here, and take one from here if nothing that decides it has changed. Results of"
                    + " images are kept here too until the report is complete: the same command goes on where it was"
                    + " interrupted.")
    private Path cache;

    @Override
    protected Outcome execute() {
        long start = System.nanoTime();
        if (html == null) {
            refuseIneffective("--search", "without --html, the page that shows it");
        }
        engines.require();
        // Before the work: what cannot be shown in the end is refused now.
        Optional<SearchReport> searched = Optional.ofNullable(search).flatMap(ReportFile::search);
        QuantizerOptions options = precision.options(model.calibration().usual());
        FloatVit vit = model.read(this);
        precision.require(vit.shape());
        List<ImageFolder.Labelled> images = labelled.read(vit);
        EvaluationReport report;
        // Also before: a master that is lost.
        try (ResumableEngine engine = engines.open(options.threads(), cache);
                Progress progress = Progress.onTerminal()) {
            report = evaluate(vit, options, images, searched, engine, progress, start);
            engine.forget();
            if (engine.found() > 0) {
                out().println(engine.found() + " of " + images.size()
                        + " images were done by an earlier run that was interrupted");
            }
        }
        print(report);
        return Outcome.ok(report);
    }

    private void print(EvaluationReport report) {
        model.calibration().noteLeftOut(this);
        leftOut(labelled.folder(), labelled.listing());
        badImages(report.setting().badImages());
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

    private void badImages(List<BadImage> bad) {
        if (!bad.isEmpty()) {
            out().println(bad.size() + (bad.size() == 1 ? " image" : " images") + " left out:");
            Quoted.first(bad.stream().map(BadImage::reason).toList())
                    .forEach(reason -> out().println("  " + Failures.printable(reason)));
        }
    }

    private EvaluationReport evaluate(
            FloatVit vit,
            QuantizerOptions options,
            List<ImageFolder.Labelled> images,
            Optional<SearchReport> searched,
            JobEngine engine,
            ProgressListener progress,
            long start) {
        List<Path> calibration = model.images();
        TrainedModel trained = model.trained(vit, cache);
        QuantizedVit network = trained.quantized(calibration, options, progress);
        EvaluationRequest request = new EvaluationRequest(
                new EvaluationRequest.Trained(
                        model.file().toString(),
                        vit,
                        trained.calibrationSet(calibration),
                        model.calibration().folder(),
                        calibration.size(),
                        model.calibration().listing().leftOut()),
                new EvaluationRequest.Quantized(network, options, precision.text(options)),
                new EvaluationRequest.Labelled(
                        images,
                        labelled.preprocessor(vit, model.exifRotation()),
                        labelled.unlabelled(images),
                        labelled.listing().leftOut()),
                new EvaluationRequest.Extent(!noBaselines, tensorImages, onBadImage));
        EvaluationReport report = new AccuracyReporter(request, progress).report(engine, start);
        if (html != null) {
            Optional<SearchReport> found = searched.filter(one ->
                    ModelOptions.same(one.setting().model(), report.source().model()));
            EvaluationPage.write(report, network, found, html);
        }
        return report;
    }
}
