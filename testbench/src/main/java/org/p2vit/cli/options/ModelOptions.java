// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.image.ImagePreprocessor;
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

    /**
     * The network, to be quantized.
     *
     * @param cache where quantized networks and measurements are kept, null for nowhere
     */
    public TrainedModel trained(FloatVit vit, Path cache) {
        return new TrainedModel(
                model,
                vit,
                ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.empty(), exifRotation()),
                Optional.ofNullable(cache));
    }
}
