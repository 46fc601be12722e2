// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Searches, writes the table of bits and quantizes with it. What is measured goes to an engine; the networks are quantized
 * in this process. Measurements are kept in the model's cache.
 */
public final class SearchReporter {
    /** Of so many images one is for the search, the others are for calibration. */
    private static final int SHARE = 4;

    private final SearchRequest request;
    private final TrainedModel trained;
    private final ProgressListener progress;

    public SearchReporter(SearchRequest request, ProgressListener progress) {
        this.request = request;
        this.trained = request.trained();
        this.progress = progress;
    }

    /**
     * @param start when the work began, as {@link System#nanoTime} said it
     * @throws InvalidInputException if there are too few images or the budget cannot be kept
     */
    public SearchReport report(JobEngine engine, long start) {
        List<Path> calibration = part(false);
        if (calibration.isEmpty()) {
            throw new InvalidInputException(
                    request.images().get(0).toAbsolutePath().getParent()
                            + " holds one image; a search needs some for calibration and others to measure on.");
        }
        QuantizerOptions options = request.options();
        SearchRequest.Target target = request.target();
        CalibrationSet heldOut = trained.calibrationSet(part(true));
        List<FloatTensor> patches = patches(heldOut, request.search().fitnessImages());
        CalibrationSet samples =
                trained.calibrationSet(calibration).first(request.search().traceImages());
        QuantizedVit wide = trained.quantized(calibration, options, progress);
        FloatVit stored = Quantizer.stored(trained.vit(), options);
        Measurements<Double> state = state();
        PrecisionSearch.Result result = PrecisionSearch.run(
                stored,
                wide,
                patches(samples, samples.size()),
                patches,
                target.cost(),
                request.search(),
                state,
                engine,
                progress);
        Combination chosen = result.chosen();
        BitTable table = new BitTable(options.weightBits(), chosen.kinds());
        QuantizedVit network = trained.quantized(calibration, table.in(options), progress);
        table.write(request.bitTable());
        SqnrReport fidelity =
                new FidelityMeter(stored, network).measure(heldOut.first(patches.size()), options.threads(), progress);
        return new SearchReport(
                setting(calibration.size(), patches.size()),
                new SearchReport.Sensitivity(
                        result.greatestCost(), result.curvature(), result.layerNoise(), result.coarse()),
                new SearchReport.Choice(
                        chosen,
                        Cost.weightBytes(trained.vit().shape()).of(chosen.kinds()),
                        target.whole()
                                .map(whole -> whole.applyAsLong(chosen.kinds()))
                                .orElse(null),
                        fidelity.logits(),
                        fidelity.agreement()),
                result.front(),
                result.combinations(),
                state.fresh(),
                request.bitTable().toString(),
                (System.nanoTime() - start) / 1e9);
    }

    private static List<FloatTensor> patches(CalibrationSet images, int most) {
        return IntStream.range(0, Math.min(images.size(), most))
                .mapToObj(images::patches)
                .toList();
    }

    /** Every fourth image is held out, of fewer the last. */
    private List<Path> part(boolean heldOut) {
        List<Path> files = request.images();
        int every = Math.min(SHARE, files.size());
        return IntStream.range(0, files.size())
                .filter(i -> (i % every == every - 1) == heldOut)
                .mapToObj(files::get)
                .toList();
    }

    private Measurements<Double> state() {
        return trained.cache()
                .map(cache -> {
                    String key = trained.key(request.images())
                            .text(request.options().choices())
                            .digits();
                    return Measurements.of(cache.resolve("search-" + key + ".json"), Double.class);
                })
                .orElseGet(Measurements::inMemory);
    }

    private SearchReport.Setting setting(int calibrationImages, int heldOutImages) {
        return new SearchReport.Setting(
                trained.file().toString(),
                request.search(),
                request.options().bits().toString(),
                request.target().label(),
                calibrationImages,
                heldOutImages,
                trained.preprocessor().report(),
                request.leftOut());
    }
}
