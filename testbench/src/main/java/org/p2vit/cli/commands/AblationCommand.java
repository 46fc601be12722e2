// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2vit.cli.options.BitsOption;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.EngineOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.LabelledOptions;
import org.p2vit.cli.options.LayersOption;
import org.p2vit.cli.options.ModelOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.evaluation.Ablation;
import org.p2vit.quant.evaluation.AblationReport;
import org.p2vit.quant.evaluation.AblationReporter;
import org.p2vit.quant.evaluation.AblationRequest;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.report.AblationPage;
import org.p2vit.testbench.report.ScoreTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit ablation}: what each part of the quantizer is worth. */
@Command(name = "ablation", description = "Leave out parts of the quantizer and measure what each is worth.")
final class AblationCommand extends ReportingCommand {
    @Mixin
    private ModelOptions model;

    @Mixin
    private LabelledOptions labelled;

    @Mixin
    private BitsOption bits;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private LayersOption layers;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--calibration-images",
            defaultValue = "50",
            paramLabel = "N",
            description = "The most images to calibrate with; ${DEFAULT-VALUE} if not given.")
    private int calibrationImages;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--limit",
            defaultValue = "300",
            paramLabel = "N",
            description = "The most images to evaluate; ${DEFAULT-VALUE} if not given.")
    private int limit;

    @Option(
            names = "--full",
            description = "Every way of rounding with every subset of smoothing, exponents per output and propagation,"
                    + " instead of leaving out one at a time.")
    private boolean full;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with table and plot.")
    private Path html;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep measured rows here, so that an interrupted ablation goes on where it was.")
    private Path cache;

    @Override
    protected Outcome execute() {
        model.calibration().require();
        engines.require();
        long start = System.nanoTime();
        QuantizerOptions options = layers.in(QuantizerOptions.DEFAULT.withBits(bits.widths()));
        FloatVit vit = model.read(this);
        bits.require(vit.shape());
        List<Path> files = model.images();
        model.calibration().noteLeftOut(this);
        leftOut(labelled.folder(), labelled.listing());
        out().println("evaluation: preprocessing "
                + labelled.preprocessor(vit, model.exifRotation()).report().text());
        List<Path> calibration = files.subList(0, Math.min(calibrationImages, files.size()));
        List<ImageFolder.Labelled> some = notOf(calibration, labelled.read(vit));
        AblationReport report;
        AblationRequest request = new AblationRequest(
                model.trained(vit, cache),
                calibration,
                model.calibration().listing().leftOut(),
                bits.widths() + layers.text(),
                options.withThreads(engines.threadsOfLarge(options.threads())),
                variants(options),
                new AblationRequest.Evaluated(
                        some,
                        labelled.preprocessor(vit, model.exifRotation()),
                        labelled.listing().leftOut()));
        try (JobEngine engine = engines.openForLarge();
                Progress progress = Progress.onTerminal()) {
            report = new AblationReporter(request, progress).report(engine, start);
        }
        if (html != null) {
            AblationPage.write(report, html);
        }
        out().printf(
                        Locale.ROOT,
                        "%s, bits %s, calibrated on %d images, %d images evaluated%n%s",
                        report.model(),
                        report.bits(),
                        report.calibrationImages(),
                        report.images(),
                        ScoreTable.text(report.rows()));
        return Outcome.ok(report);
    }

    private List<Ablation.Variant> variants(QuantizerOptions options) {
        List<Ablation.Variant> variants = new ArrayList<>(full ? Ablation.all() : Ablation.oneByOne());
        if (options.hasSparseLayers()) {
            variants.addAll(Ablation.pruning());
        }
        return variants;
    }

    /** Images that calibration does not see: both folders may be the same. */
    private List<ImageFolder.Labelled> notOf(List<Path> calibration, List<ImageFolder.Labelled> images) {
        Set<Path> seen = calibration.stream()
                .map(file -> file.toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        List<ImageFolder.Labelled> others = images.stream()
                .filter(image -> !seen.contains(image.file().toAbsolutePath().normalize()))
                .limit(limit)
                .toList();
        if (others.isEmpty()) {
            throw new InvalidInputException(
                    "All labelled images of " + model.calibration().require()
                            + " are used for calibration; give other --images or fewer --calibration-images.");
        }
        return others;
    }
}
