// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The configuration {@code tiny} with attention on the multipliers, verilated once for all tests. */
final class TinyMultiplyAccelerator {
    static final AcceleratorConfig CONFIG = AcceleratorConfig.load("src/test/resources/tiny-multiply.yaml");

    /** Written and built on first use, by whichever test comes first. */
    private static final class Built {
        static final VerilatedModel MODEL = AcceleratorModel.build(generate(), CONFIG);
    }

    private TinyMultiplyAccelerator() {}

    /** Not in the initializer of {@link Built}: SpinalHDL elaborates in a thread of its own, which would wait for it. */
    private static Path generate() {
        Path folder = Path.of("target", "cosim", "accelerator-" + CONFIG.name());
        return Generate.verilog(folder, () -> new Accelerator(CONFIG, TinyAccelerator.CONFIG_HASH))
                .file();
    }

    /** A simulation of {@code network}, ready for {@code infer}. */
    static AcceleratorSimulation open(QuantizedVit network, Overlap overlap, AxiTiming timing, Repeat repeat) {
        return new AcceleratorSimulation(
                Built.MODEL, network, NetworkCompiler.compile(network, CONFIG, overlap), CONFIG, timing, repeat);
    }
}
