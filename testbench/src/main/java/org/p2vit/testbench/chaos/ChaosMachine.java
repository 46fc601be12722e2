// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * A machine that is disturbed, with a network that a small one runs in about a thousand cycles.
 *
 * @param built by {@link org.p2vit.testbench.accelerator.AcceleratorModel}
 */
public record ChaosMachine(AcceleratorConfig config, VerilatedModel built) {
    /** Ten tokens of 16 channels, one block of two heads, ten classes. */
    private static final VitShape SHAPE = new VitShape(12, 12, 3, 4, 16, 1, 2, 32, 10);

    private static final long NETWORK_SEED = 41;

    QuantizedVit network() {
        return RandomQuantizedVit.of(SHAPE, config.attention().coding(), NETWORK_SEED);
    }

    Program program() {
        return NetworkCompiler.compile(network(), config);
    }

    byte[] patches() {
        return RandomQuantizedVit.patches(SHAPE, NETWORK_SEED);
    }

    /** As it is printed. */
    String label() {
        return config.name();
    }
}
