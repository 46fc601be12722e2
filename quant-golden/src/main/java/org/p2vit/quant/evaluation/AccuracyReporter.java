// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.baseline.ActivationRanges;
import org.p2vit.quant.baseline.FakeQuantVit;
import org.p2vit.quant.baseline.ScaleRule;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.model.BitWidths;

/**
 * Measures what a report of accuracy says. The images go to an engine; ranges for the other methods and the distances of
 * tensors, both of few images, are measured in this process.
 */
public final class AccuracyReporter {
    private final EvaluationRequest request;
    private final ProgressListener progress;

    public AccuracyReporter(EvaluationRequest request, ProgressListener progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * @param start when the work began, quantization included, as {@link System#nanoTime} said it
     * @throws InvalidInputException naming an image that cannot be read, unless such are left out
     */
    public EvaluationReport report(JobEngine engine, long start) {
        EvaluationRequest.Labelled labelled = request.labelled();
        List<Method> methods = new ArrayList<>(request.extent().baselines() ? baselines() : List.of());
        methods.add(Method.of("p2vit", request.quantized().network()));
        Scores scores = new Evaluation(
                        Reference.of(request.trained().vit()),
                        methods,
                        labelled.preprocessor(),
                        request.extent().onBadImage())
                .run(labelled.images(), engine, progress);
        List<Path> some = some(scores.badImages());
        List<SqnrReport.TensorSqnr> tensors = some.isEmpty() ? List.of() : tensors(some);
        return new EvaluationReport(
                source(),
                setting(scores.badImages()),
                accuracy(scores.methods()),
                (System.nanoTime() - start) / 1e9,
                scores.methods(),
                some.size(),
                tensors);
    }

    private List<Method> baselines() {
        EvaluationRequest.Trained trained = request.trained();
        BitWidths widths = request.quantized().options().bits();
        ActivationRanges ranges = ActivationRanges.of(
                trained.vit(),
                trained.calibration(),
                request.quantized().options().threads(),
                progress);
        List<Method> methods = new ArrayList<>();
        for (ScaleRule rule : ScaleRule.values()) {
            String name = rule == ScaleRule.FLOAT
                    ? "float scales"
                    : "powers of two, " + rule.name().toLowerCase(Locale.ROOT);
            methods.add(Method.of(
                    name, new FakeQuantVit(trained.vit(), ranges, widths.weights(), widths.attention(), rule)));
        }
        return methods;
    }

    /** The first images that can be read. */
    private List<Path> some(List<BadImage> bad) {
        Set<String> badFiles = bad.stream().map(BadImage::file).collect(Collectors.toSet());
        return request.labelled().images().stream()
                .map(ImageFolder.Labelled::file)
                .filter(file -> !badFiles.contains(file.toString()))
                .limit(request.extent().tensorImages())
                .toList();
    }

    private List<SqnrReport.TensorSqnr> tensors(List<Path> files) {
        EvaluationRequest.Quantized quantized = request.quantized();
        return new FidelityMeter(Quantizer.stored(request.trained().vit(), quantized.options()), quantized.network())
                .measure(
                        CalibrationSet.ofFiles(request.labelled().preprocessor(), files),
                        quantized.options().threads(),
                        progress)
                .tensors();
    }

    private EvaluationReport.Source source() {
        EvaluationRequest.Trained trained = request.trained();
        return new EvaluationReport.Source(
                trained.name(),
                trained.vit().shape(),
                trained.folder().map(Path::toString).orElse(null),
                trained.images(),
                trained.calibration().preprocessor().report());
    }

    private EvaluationReport.Setting setting(List<BadImage> bad) {
        EvaluationRequest.Labelled labelled = request.labelled();
        return new EvaluationReport.Setting(
                labelled.preprocessor().report(),
                request.quantized().bits(),
                request.quantized().network().int4Layers(),
                labelled.images().size() - bad.size(),
                bad,
                labelled.unlabelled(),
                request.trained().leftOut(),
                labelled.leftOut());
    }

    private static EvaluationReport.Accuracy accuracy(List<MethodScore> scores) {
        MethodScore exact = scores.get(0);
        MethodScore ours = scores.get(scores.size() - 1);
        return new EvaluationReport.Accuracy(
                ours.top1().value(),
                exact.top1().value(),
                ours.top1Difference().value(),
                ours.agreement().value(),
                ours.logitSqnrDb().value(),
                intervals(exact, ours),
                EvaluationReport.INTERVALS);
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
