// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.emit.Manifest;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Turns a configuration file into Verilog, and says before any simulation how long a network of the demo's shape takes. */
public final class GenerateOwnMachine {
    private GenerateOwnMachine() {}

    /** @param words configuration and folder for the Verilog; {@code examples/own.yaml} and {@code target/own} if not given */
    public static void main(String[] words) {
        AcceleratorConfig config = AcceleratorConfig.load(words.length > 0 ? words[0] : "examples/own.yaml");
        Path folder = Path.of(words.length > 1 ? words[1] : "target/own");

        Manifest manifest = Emitter.emit(config, folder);
        System.out.printf(
                Locale.ROOT,
                "%s: module %s in %s, %d multiply-accumulates a cycle%n",
                config.name(),
                manifest.top(),
                folder.resolve(Emitter.VERILOG),
                manifest.macsPerCycle());

        VitShape shape = GlyphCheckpoint.read().shape();
        // The schedule depends on the shape of a network, not on its weights.
        QuantizedVit network = RandomQuantizedVit.of(shape, config.attention().coding(), 1);
        Program program = NetworkCompiler.compile(network, config);
        Prediction prediction = CycleModel.predict(program, config, MemoryTiming.STANDARD);
        System.out.printf(
                Locale.ROOT,
                "%d tokens, dim %d, depth %d: %d cycles, within %d %%; %.2f ms at %s MHz%n",
                shape.tokens(),
                shape.dim(),
                shape.depth(),
                prediction.cycles(),
                Prediction.UNCERTAINTY_PERCENT,
                prediction.cycles() / (1e3 * config.clockMhz().doubleValue()),
                config.clockMhz().toPlainString());

        ResourceEstimate area = ResourceEstimate.of(config);
        System.out.printf(Locale.ROOT, "about %d LUT, %d FF, %d DSP%n", area.lut(), area.ff(), area.dsp());
    }
}
