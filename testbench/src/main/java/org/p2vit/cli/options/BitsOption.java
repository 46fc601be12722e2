// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.util.Optional;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.VitShape;
import picocli.CommandLine.Option;

/** How many bits numbers have: what is said, else what the hardware takes that the network is for. */
public final class BitsOption {
    private static final int WEIGHTS = 8;

    @Option(
            names = "--bits",
            paramLabel = "W/A/T",
            description =
                    "Bits of weights (8 or 4), activations (8) and attention weights (4 or 8). If not given 8/8/4,"
                            + " or 8/8/8 for a --config with attention: multiply.")
    private BitWidths bits;

    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--config",
            paramLabel = "NAME",
            description = "The configuration, by name or path, that the network is for; what it cannot run is refused.")
    private String config;

    /**
     * The bits of the network.
     *
     * @throws InvalidInputException if {@code --config} cannot have them
     */
    public BitWidths widths() {
        Optional<AcceleratorConfig> accelerator = accelerator();
        if (bits == null) {
            return new BitWidths(
                    WEIGHTS, accelerator.map(one -> one.attention().coding()).orElse(AttentionCoding.LOG2));
        }
        accelerator.ifPresent(one -> one.requireAttention("--bits " + bits, bits));
        return bits;
    }

    /** Whether {@code --bits} was given. */
    boolean given() {
        return bits != null;
    }

    /** @throws InvalidInputException if {@code --config} cannot run networks of this shape */
    public void require(VitShape shape) {
        accelerator().ifPresent(one -> NetworkCompiler.requireShape(shape, one));
    }

    /** The hardware that was named. */
    public Optional<AcceleratorConfig> accelerator() {
        return Optional.ofNullable(config).map(AcceleratorConfig::load);
    }
}
