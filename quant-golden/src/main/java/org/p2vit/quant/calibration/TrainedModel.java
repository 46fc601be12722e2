// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.weights.CheckpointFolder;
import org.p2vit.quant.weights.FloatVit;

/**
 * A float network as its files have it, to be quantized in one or several forms.
 *
 * @param file its weights
 * @param preprocessor of the images that it is calibrated with
 * @param cache folder where quantized networks and measurements are kept; without one nothing is
 */
public record TrainedModel(Path file, FloatVit vit, ImagePreprocessor preprocessor, Optional<Path> cache) {
    /** Images to calibrate with, or drawn pictures if there are none. */
    public CalibrationSet calibrationSet(List<Path> files) {
        return CalibrationSet.of(preprocessor, files);
    }

    /** Quantizes with some images, or takes the network from the cache. */
    public QuantizedVit quantized(List<Path> files, QuantizerOptions options, ProgressListener progress) {
        return entry(files, options, progress).network();
    }

    /** As {@link #quantized}, and whether it was in the cache. */
    public BundleCache.Entry entry(List<Path> files, QuantizerOptions options, ProgressListener progress) {
        return new BundleCache(cache)
                .obtain(key(files, options), () -> Quantizer.quantize(vit, calibrationSet(files), options, progress));
    }

    /** The key of a quantized network. */
    public String key(List<Path> files, QuantizerOptions options) {
        return key(files).text(options.choices()).digits();
    }

    /** Begins the key of whatever is kept of the network and of what is measured with some images. */
    public ContentKey key(List<Path> files) {
        return new ContentKey(Quantizer.class)
                .files(CheckpointFolder.files(file))
                .text(vit.shape().toString())
                .files(files)
                .text(preprocessor.mode().text());
    }
}
