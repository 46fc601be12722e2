// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.File;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.calibration.statistics.SharedStatistics;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.job.LocalEngine;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.weights.FloatVit;

/**
 * Quantizes in one form and evaluates that. The float network's statistics and logits are computed once in each process.
 * Serialised it is the float network, the options and the paths of the images.
 */
final class AblationWork implements Work<AblationWork.Form, MethodScore> {
    private static final long serialVersionUID = 1L;

    private final FloatVit vit;
    private final QuantizerOptions options;
    private final ArrayList<File> calibration = new ArrayList<>();
    private final ImagePreprocessor calibrationPreprocessor;
    private final ArrayList<ImageFolder.Labelled> images;
    private final ImagePreprocessor preprocessor;
    private final transient Reference reference;
    private final transient SharedStatistics statistics = new SharedStatistics();
    private final transient ProgressListener progress;

    /**
     * A row of the table.
     *
     * @param number of the row, from 0
     * @param rows how many there are
     * @param variant null for the float network itself
     */
    record Form(int number, int rows, Ablation.Variant variant) implements Serializable {
        @Override
        public String toString() {
            return variant == null ? "float" : variant.toString();
        }
    }

    /** @param progress hears of the steps of a piece, in this process only */
    AblationWork(AblationRequest request, ProgressListener progress) {
        this.vit = request.trained().vit();
        this.options = request.options();
        request.calibration()
                .forEach(file -> calibration.add(file.toAbsolutePath().toFile()));
        this.calibrationPreprocessor = request.trained().preprocessor();
        this.images = new ArrayList<>(request.evaluated().images());
        this.preprocessor = request.evaluated().preprocessor();
        this.reference = Reference.kept(vit);
        this.progress = progress;
    }

    private AblationWork(AblationWork sent) {
        this.vit = sent.vit;
        this.options = sent.options;
        this.calibration.addAll(sent.calibration);
        this.calibrationPreprocessor = sent.calibrationPreprocessor;
        this.images = sent.images;
        this.preprocessor = sent.preprocessor;
        this.reference = Reference.kept(vit);
        this.progress = ProgressListener.NONE;
    }

    private Object readResolve() {
        return new AblationWork(this);
    }

    @Override
    public MethodScore of(Form form) {
        String step = String.format(Locale.ROOT, "%d of %d, ", form.number + 1, form.rows);
        ProgressListener own = (name, done, total) -> progress.at(step + name, done, total);
        List<Method> methods = form.variant == null ? List.of() : List.of(method(form.variant, own));
        return new Evaluation(reference, methods, preprocessor, BadImagePolicy.STOP)
                .run(images, new LocalEngine(options.threads()), own)
                .methods()
                .get(methods.size());
    }

    private Method method(Ablation.Variant variant, ProgressListener own) {
        CalibrationSet set = CalibrationSet.of(
                calibrationPreprocessor, calibration.stream().map(File::toPath).toList());
        return Method.of(variant.toString(), Quantizer.quantize(vit, set, variant.in(options), statistics, own));
    }
}
