// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.weights.Checkpoint;
import org.p2vit.quant.weights.CheckpointOptions;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;
import picocli.CommandLine.Option;

/** What the user says about the network of {@code --model}, in every command that reads one. */
public final class StatedOptions {
    @Bounds(min = 1, max = 1024)
    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Attention heads of the model, if its files do not say; what they say cannot be changed.")
    private Integer heads;

    @Option(
            names = "--image-size",
            paramLabel = "N|HxW",
            description =
                    "Input size in pixels to run the model at: its position embeddings are resized as timm does it."
                            + " Where the model's files do not say their own size and have as many positions, they are taken"
                            + " to be for this one.")
    private ImageSize imageSize;

    /** Reads weights. */
    public FloatVit read(Path model, InputNotes notes) {
        Checkpoint read = CheckpointReader.read(
                model, new CheckpointOptions(Optional.ofNullable(heads), Optional.ofNullable(imageSize)));
        notes.assumed(model, read.assumed());
        return read.network();
    }
}
