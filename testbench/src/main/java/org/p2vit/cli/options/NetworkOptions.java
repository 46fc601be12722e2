// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A network of one's own, instead of the demo. */
final class NetworkOptions {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "FILE",
            description = "A quantized network, which needs --image; the built-in demo if not given.")
    private Path bundle;

    @FileUse(FileUse.Kind.CHECKPOINT)
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The float weights the bundle was made from, to see what float says.")
    private Path model;

    @ArgGroup(exclusive = false)
    private StatedOptions stated;

    String name() {
        return bundle.getFileName().toString();
    }

    boolean hasFloatWeights() {
        return model != null;
    }

    QuantizedVit network() {
        return QuantizedBundle.read(bundle);
    }

    Optional<FloatVit> reference(InputNotes notes) {
        StatedOptions said = stated == null ? new StatedOptions() : stated;
        return Optional.ofNullable(model).map(file -> said.read(file, notes));
    }
}
