// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.CalibrationOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.OptionTypes;
import org.p2vit.cli.options.PrecisionOptions;
import org.p2vit.cli.options.StatedOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.measure.SqnrSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit quantize}: trained float weights, and images if there are some, to a bundle. */
@Command(name = "quantize", description = "Quantize a trained network to integers with power-of-two scales.")
final class QuantizeCommand extends ReportingCommand {
    private static final int COMPARED = 4;

    @FileUse(FileUse.Kind.CHECKPOINT)
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "Float weights, safetensors.")
    private Path model;

    @Mixin
    private StatedOptions stated;

    @Mixin
    private CalibrationOptions calibration;

    @Option(
            names = "--preprocess",
            paramLabel = "MODE",
            description =
                    "How images come to size: resize-crop, crop, crop-pct=SHARE:FILTER, or steps such as shorter=248:bicubic,crop=224x224; what the model asks for if not given.")
    private String preprocess;

    @Mixin
    private PrecisionOptions precision;

    @Bounds(min = 0, max = 1_000_000)
    @Option(
            names = "--compare",
            paramLabel = "N",
            description = "Images on which to compare every tensor with float; if not given " + COMPARED
                    + ", or 0 if the bundle is in the cache or there are no images to calibrate with.")
    private Integer compared;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The bundle to write.")
    private Path output;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep bundles here, and take one from here if nothing that decides it has changed.")
    private Path cache;

    /**
     * @param key names everything the bundle was made from
     * @param bits of weights, activations and attention weights, and what else was said of precision
     * @param reused whether the bundle came from the cache
     * @param agreement share of compared images on which float and integer network choose the same class
     */
    record Result(
            String bundle,
            String key,
            String bits,
            boolean reused,
            PixelReport preprocessing,
            int calibrationImages,
            Map<String, Integer> leftOut,
            int comparedImages,
            Double agreement,
            List<SqnrSummary> sqnr) {}

    @Override
    protected Outcome execute() {
        QuantizerOptions options = precision.options(calibration.usual());
        FloatVit vit = stated.read(model, this);
        precision.require(vit.shape());
        ImagePreprocessor preprocessor = ImagePreprocessor.of(
                vit.shape(),
                vit.metadata(),
                OptionTypes.preprocess(preprocess, vit.shape()),
                calibration.exifRotation());
        Result result;
        try (Progress progress = Progress.onTerminal()) {
            result = quantize(vit, preprocessor, options, progress);
        }
        print(result);
        return Outcome.ok(result);
    }

    private Result quantize(FloatVit vit, ImagePreprocessor preprocessor, QuantizerOptions options, Progress progress) {
        ImageFolder.Listing listing = calibration.listing();
        List<Path> files = listing.images();
        TrainedModel trained = new TrainedModel(model, vit, preprocessor, Optional.ofNullable(cache));
        String key = trained.key(files, options);
        CalibrationSet images = trained.calibrationSet(files);
        BundleCache.Entry made = trained.entry(files, options, progress);
        QuantizedBundle.write(made.network(), output);
        int wanted = compared != null ? compared : made.reused() || files.isEmpty() ? 0 : COMPARED;
        int comparing = Math.min(wanted, images.size());
        if (comparing < 1) {
            return new Result(
                    output.toString(),
                    key,
                    precision.text(options),
                    made.reused(),
                    preprocessor.report(),
                    files.size(),
                    listing.leftOut(),
                    0,
                    null,
                    List.of());
        }
        SqnrReport fidelity = new FidelityMeter(Quantizer.stored(vit, options), made.network())
                .measure(images.first(comparing), options.threads(), progress);
        return new Result(
                output.toString(),
                key,
                precision.text(options),
                made.reused(),
                preprocessor.report(),
                files.size(),
                listing.leftOut(),
                comparing,
                fidelity.agreement(),
                SqnrSummary.of(fidelity));
    }

    private void print(Result result) {
        calibration.noteLeftOut(this);
        out().println("preprocessing " + result.preprocessing().text());
        if (!result.sqnr().isEmpty()) {
            out().printf(
                            Locale.ROOT,
                            "%s; on %d of them same class on %.0f %%%n",
                            CalibrationSet.text(result.calibrationImages()),
                            result.comparedImages(),
                            100 * result.agreement());
            out().printf(
                            Locale.ROOT,
                            "%-12s %18s %9s %22s %10s%n",
                            "tensor",
                            "SQNR in dB: least",
                            "mean",
                            "median token, least",
                            "clipped %");
            result.sqnr().forEach(row -> out().printf(
                            Locale.ROOT,
                            "%-12s %18.1f %9.1f %22.1f %10.3f%n",
                            row.tensor(),
                            row.leastDecibels(),
                            row.meanDecibels(),
                            row.leastMedianDecibels(),
                            100 * row.mostClipped()));
        }
        out().printf(
                        Locale.ROOT,
                        "wrote %s, bits %s, %s, %s (key %s)%n",
                        result.bundle(),
                        result.bits(),
                        CalibrationSet.text(result.calibrationImages()),
                        result.reused() ? "taken from the cache" : "quantized now",
                        result.key());
    }
}
