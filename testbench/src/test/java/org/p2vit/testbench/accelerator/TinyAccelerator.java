// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.ModuleFolder;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * The configuration {@code tiny}, the same with scalable multipliers, with attention on the multipliers, and with those adding in columns; each emitted and verilated
 * once for all tests, by whichever comes first. Networks that fit them.
 */
public final class TinyAccelerator {
    public static final AcceleratorConfig CONFIG = AcceleratorConfig.load("tiny");
    public static final AcceleratorConfig SCALABLE = load("tiny-scalable.yaml");
    public static final AcceleratorConfig MULTIPLY = load("tiny-multiply.yaml");
    public static final AcceleratorConfig CASCADE = load("tiny-cascade.yaml");

    /** One of each kind. */
    static final List<AcceleratorConfig> EVERY = List.of(CONFIG, MULTIPLY, SCALABLE, CASCADE);

    private static final Map<AcceleratorConfig, VerilatedModel> BUILT = new HashMap<>();

    private TinyAccelerator() {}

    private static AcceleratorConfig load(String file) {
        return AcceleratorConfig.load(
                ModuleFolder.resolve("src/test/resources/" + file).toString());
    }

    /** From the Verilog as it is emitted, so that the build is that of the command line too. */
    public static synchronized VerilatedModel model(AcceleratorConfig config) {
        return BUILT.computeIfAbsent(config, unbuilt -> AcceleratorModel.build(EmittedRtl.verilog(unbuilt), unbuilt));
    }

    static VitShape shape(int imageSize, int patch, int dim, int depth, int heads, int mlp, int classes) {
        return new VitShape(imageSize, imageSize, 3, patch, dim, depth, heads, mlp, classes);
    }

    /** A simulation of {@code network}, with room for several images in a row. */
    static AcceleratorSimulation open(
            AcceleratorConfig config, QuantizedVit network, AxiTiming timing, Repeat repeat, int mostImages) {
        Program program = NetworkCompiler.compile(network, config);
        return new AcceleratorSimulation(model(config), network, program, config, timing, repeat, mostImages);
    }

    /** A simulation of a random network on {@code tiny}, ready for {@code infer}. */
    static AcceleratorSimulation open(VitShape shape, AxiTiming timing, Repeat repeat) {
        return open(CONFIG, RandomQuantizedVit.of(shape, repeat.seed()), timing, repeat, 1);
    }

    /** An inference of {@code network} in which every word is right. */
    static InferenceResult infer(
            AcceleratorConfig config, QuantizedVit network, Overlap overlap, AxiTiming timing, Repeat repeat) {
        try (var simulation = new AcceleratorSimulation(
                model(config), network, NetworkCompiler.compile(network, config, overlap), config, timing, repeat)) {
            byte[] patches = RandomQuantizedVit.patches(network.shape(), repeat.seed());
            InferenceResult result = simulation.infer(patches, cycle -> {});
            result.verdict().requirePassed();
            return result;
        }
    }

    /** As above, of a random network whose attention is coded as {@code config} wants it, with 8-bit weights. */
    static InferenceResult infer(
            AcceleratorConfig config, VitShape shape, Overlap overlap, AxiTiming timing, Repeat repeat) {
        QuantizedVit network = RandomQuantizedVit.of(shape, config.attention().coding(), repeat.seed());
        return infer(config, network, overlap, timing, repeat);
    }

    /** Every word of a network with weights of 4 and 8 bits is right, with each overlap and a memory that pauses. */
    static void requireEqual(AcceleratorConfig config, VitShape shape, Repeat repeat, Overlap... overlaps) {
        AxiTiming timing = stalling(repeat);
        for (Overlap overlap : overlaps) {
            InferenceResult result = infer(config, mixed(config, shape, repeat), overlap, timing, repeat);

            assertThat(result.verdict().wordsChecked()).isGreaterThan(10L * shape.tokens());
        }
    }

    static AxiTiming stalling(Repeat repeat) {
        return AxiTiming.ideal(40, 8).withStalls(repeat.seed(), 10);
    }

    static QuantizedVit mixed(AcceleratorConfig config, VitShape shape, Repeat repeat) {
        return RandomQuantizedVit.mixed(shape, config.attention().coding(), repeat.seed());
    }
}
