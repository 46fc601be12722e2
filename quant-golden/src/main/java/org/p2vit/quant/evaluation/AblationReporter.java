// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.storage.Measurements;

/**
 * Measures every form of an ablation. A form is a piece of the job: it is quantized and evaluated where it is worked on.
 * Rows are kept in the model's cache as they come.
 */
public final class AblationReporter {
    private static final String FLOAT = "float";

    private final AblationRequest request;
    private final ProgressListener progress;

    public AblationReporter(AblationRequest request, ProgressListener progress) {
        this.request = request;
        this.progress = progress;
    }

    /** @param start when the work began, as {@link System#nanoTime} said it */
    public AblationReport report(JobEngine engine, long start) {
        Measurements<MethodScore> known = measurements();
        Map<String, AblationWork.Form> forms = forms();
        List<String> missing = forms.keySet().stream()
                .filter(name -> known.find(name).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            engine.run(
                    new Job<>(
                            "forms of the quantizer",
                            missing.stream().map(forms::get).toList(),
                            new AblationWork(request, progress),
                            () -> new Rows(missing, known)),
                    progress);
        }
        List<MethodScore> rows = new ArrayList<>();
        rows.add(known.find(FLOAT).orElseThrow());
        request.variants().forEach(variant -> rows.add(known.find(name(variant)).orElseThrow()));
        return report(rows, known.fresh(), start);
    }

    private AblationReport report(List<MethodScore> rows, int fresh, long start) {
        AblationRequest.Evaluated evaluated = request.evaluated();
        return new AblationReport(
                request.trained().file().toString(),
                request.bits(),
                request.calibration().size(),
                evaluated.images().size(),
                request.trained().preprocessor().report(),
                evaluated.preprocessor().report(),
                request.leftOut(),
                evaluated.leftOut(),
                EvaluationReport.INTERVALS,
                rows,
                fresh,
                (System.nanoTime() - start) / 1e9);
    }

    /** By the names that their rows are kept under. */
    private Map<String, AblationWork.Form> forms() {
        Map<String, AblationWork.Form> forms = new LinkedHashMap<>();
        int rows = request.variants().size() + 1;
        forms.put(FLOAT, new AblationWork.Form(0, rows, null));
        for (Ablation.Variant variant : request.variants()) {
            forms.putIfAbsent(name(variant), new AblationWork.Form(forms.size(), rows, variant));
        }
        return forms;
    }

    private String name(Ablation.Variant variant) {
        return variant.in(request.options()).choices();
    }

    /** Of the same model, images and labels. */
    private Measurements<MethodScore> measurements() {
        TrainedModel trained = request.trained();
        if (trained.cache().isEmpty()) {
            return Measurements.inMemory();
        }
        List<ImageFolder.Labelled> images = request.evaluated().images();
        ContentKey key = trained.key(request.calibration())
                .files(images.stream().map(ImageFolder.Labelled::file).toList())
                .text(request.evaluated().preprocessor().mode().text());
        images.forEach(image -> key.text(Integer.toString(image.label())));
        return Measurements.of(trained.cache().get().resolve("ablation-" + key.digits() + ".json"), MethodScore.class);
    }

    /** Keeps each row under its name. */
    private static final class Rows implements Reduction<MethodScore, Void> {
        private final List<String> names;
        private final Measurements<MethodScore> known;
        private int next;

        Rows(List<String> names, Measurements<MethodScore> known) {
            this.names = names;
            this.known = known;
        }

        @Override
        public void add(MethodScore row) {
            known.put(names.get(next++), row);
        }

        @Override
        public Void total() {
            return null;
        }
    }
}
