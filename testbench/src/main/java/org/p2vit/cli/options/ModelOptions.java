// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.weights.CheckpointFolder;
import org.p2vit.quant.weights.FloatVit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained network and the images it is calibrated with, of the commands that measure quantization. */
public final class ModelOptions {
    @FileUse(FileUse.Kind.CHECKPOINT)
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "Float weights, safetensors.")
    private Path model;

    @Mixin
    private StatedOptions stated;

    @Mixin
    private CalibrationOptions calibration;

    public Path file() {
        return model;
    }

    /** Whether two reports name the same file. */
    public static boolean same(String model, String other) {
        return Path.of(model)
                .toAbsolutePath()
                .normalize()
                .equals(Path.of(other).toAbsolutePath().normalize());
    }

    public CalibrationOptions calibration() {
        return calibration;
    }

    public boolean exifRotation() {
        return calibration.exifRotation();
    }

    public FloatVit read(InputNotes notes) {
        return stated.read(model, notes);
    }

    /** Images to calibrate with; none if no folder was given. */
    public List<Path> images() {
        return calibration.listing().images();
    }

    /** Quantizes with some of the images, or takes the network from the cache. */
    public QuantizedVit quantized(
            FloatVit vit, List<Path> files, QuantizerOptions options, Path cache, ProgressListener progress) {
        CalibrationSet set = calibrationSet(vit, files);
        String key = key(vit, files).text(options.choices()).digits();
        return new BundleCache(Optional.ofNullable(cache))
                .obtain(key, () -> Quantizer.quantize(vit, set, options, progress))
                .network();
    }

    /** Begins the key of whatever is kept of a network and of what is measured with some of the images. */
    public ContentKey key(FloatVit vit, List<Path> files) {
        return new ContentKey(Quantizer.class)
                .files(CheckpointFolder.files(model))
                .text(vit.shape().toString())
                .files(files)
                .text(calibrationSet(vit, files).preprocessor().mode().text());
    }

    /** Some of the images, or drawn pictures if there are none. */
    public CalibrationSet calibrationSet(FloatVit vit, List<Path> files) {
        return CalibrationOptions.set(
                ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.empty(), exifRotation()), files);
    }
}
