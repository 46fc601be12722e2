// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The configuration {@code tiny}, and the same with scalable multipliers, verilated once for all tests; networks that fit them. */
final class TinyAccelerator {
    static final AcceleratorConfig CONFIG = AcceleratorConfig.load("tiny");
    static final int CONFIG_HASH = 0x7e57_c0de;

    static final AcceleratorConfig SCALABLE = with(ProcessingElement.SCALABLE);

    /** Written and built on first use, by whichever test comes first. */
    private static final class Built {
        static final Path VERILOG = generate(CONFIG, "accelerator-tiny");
        static final VerilatedModel MODEL = AcceleratorModel.build(VERILOG, CONFIG);
    }

    private static final class BuiltScalable {
        static final VerilatedModel MODEL =
                AcceleratorModel.build(generate(SCALABLE, "accelerator-tiny-scalable"), SCALABLE);
    }

    private TinyAccelerator() {}

    /** Not in the initializer of {@link Built}: SpinalHDL elaborates in a thread of its own, which would wait for it. */
    private static Path generate(AcceleratorConfig config, String name) {
        Path folder = Path.of("target", "cosim", name);
        return Generate.verilog(folder, () -> new Accelerator(config, CONFIG_HASH))
                .file();
    }

    private static AcceleratorConfig with(ProcessingElement pe) {
        ArrayConfig array = CONFIG.array();
        return new AcceleratorConfig(
                CONFIG.name(),
                CONFIG.grade(),
                CONFIG.board(),
                CONFIG.description(),
                CONFIG.clockMhz(),
                new ArrayConfig(array.tokenTile(), array.word(), array.postPipes(), pe),
                CONFIG.attention(),
                CONFIG.buffers(),
                CONFIG.limits(),
                CONFIG.control());
    }

    static Path verilog() {
        return Built.VERILOG;
    }

    static VerilatedModel model() {
        return Built.MODEL;
    }

    static VerilatedModel model(AcceleratorConfig config) {
        return config == SCALABLE ? BuiltScalable.MODEL : Built.MODEL;
    }

    static VitShape shape(int imageSize, int patch, int dim, int depth, int heads, int mlp, int classes) {
        return new VitShape(imageSize, imageSize, 3, patch, dim, depth, heads, mlp, classes);
    }

    /** As {@link #open}, with room for several images in a row. */
    static AcceleratorSimulation open(
            AcceleratorConfig config, QuantizedVit network, AxiTiming timing, Repeat repeat, int mostImages) {
        Program program = NetworkCompiler.compile(network, config);
        return new AcceleratorSimulation(model(config), network, program, config, timing, repeat, mostImages);
    }

    /** A simulation of a random network, ready for {@code infer}. */
    static AcceleratorSimulation open(VerilatedModel model, VitShape shape, AxiTiming timing, Repeat repeat) {
        QuantizedVit network = RandomQuantizedVit.of(shape, repeat.seed());
        return open(model, CONFIG, network, timing, repeat);
    }

    /** A simulation of {@code network} on one of the configurations. */
    static AcceleratorSimulation open(AcceleratorConfig config, QuantizedVit network, AxiTiming timing, Repeat repeat) {
        return open(model(config), config, network, timing, repeat);
    }

    private static AcceleratorSimulation open(
            VerilatedModel model, AcceleratorConfig config, QuantizedVit network, AxiTiming timing, Repeat repeat) {
        return new AcceleratorSimulation(
                model, network, NetworkCompiler.compile(network, config), config, timing, repeat);
    }
}
