// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The configuration {@code tiny}, verilated once for all tests, and networks that fit it. */
final class TinyAccelerator {
    static final AcceleratorConfig CONFIG = AcceleratorConfig.load("tiny");
    static final int CONFIG_HASH = 0x7e57_c0de;

    /** Written and built on first use, by whichever test comes first. */
    private static final class Built {
        static final Path VERILOG = generate();
        static final VerilatedModel MODEL = AcceleratorModel.build(VERILOG, CONFIG);
    }

    private TinyAccelerator() {}

    /** Not in the initializer of {@link Built}: SpinalHDL elaborates in a thread of its own, which would wait for it. */
    private static Path generate() {
        Path folder = Path.of("target", "cosim", "accelerator-tiny");
        return Generate.verilog(folder, () -> new Accelerator(CONFIG, CONFIG_HASH))
                .file();
    }

    static Path verilog() {
        return Built.VERILOG;
    }

    static VerilatedModel model() {
        return Built.MODEL;
    }

    static VitShape shape(int imageSize, int patch, int dim, int depth, int heads, int mlp, int classes) {
        return new VitShape(imageSize, imageSize, 3, patch, dim, depth, heads, mlp, classes);
    }

    /** As {@link #open}, with room for several images in a row. */
    static AcceleratorSimulation open(
            VerilatedModel model, VitShape shape, AxiTiming timing, Repeat repeat, int mostImages) {
        QuantizedVit network = RandomQuantizedVit.of(shape, repeat.seed());
        Program program = NetworkCompiler.compile(network, CONFIG);
        return new AcceleratorSimulation(model, network, program, CONFIG, timing, repeat, mostImages);
    }

    /** A simulation of a random network, ready for {@code infer}. */
    static AcceleratorSimulation open(VerilatedModel model, VitShape shape, AxiTiming timing, Repeat repeat) {
        return open(model, RandomQuantizedVit.of(shape, repeat.seed()), timing, repeat);
    }

    static AcceleratorSimulation open(VerilatedModel model, QuantizedVit network, AxiTiming timing, Repeat repeat) {
        return new AcceleratorSimulation(
                model, network, NetworkCompiler.compile(network, CONFIG), CONFIG, timing, repeat);
    }
}
