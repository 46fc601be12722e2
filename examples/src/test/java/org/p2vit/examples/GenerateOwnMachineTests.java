// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

@Tag("cosim")
class GenerateOwnMachineTests {
    private static final long SEED = 9;
    private static final double TOLERANCE = 0.02;

    @TempDir
    private Path folder;

    /** Cycles are those that the Verilog which the program left takes, when Verilator runs another network of the shape on it. */
    @Test
    void printsWhatItsPagePromisesAndASimulationCounts() throws Exception {
        ExampleRun.furnish(folder, "examples/own.yaml");
        ExampleRun run = ExampleRun.of(GenerateOwnMachine.class, folder, List.of());
        assertThat(run.output()).isEqualTo(ExampleRun.promised(GenerateOwnMachine.class));
        assertThat(run.status()).isZero();
        // 2 tokens x 8 inputs x 8 outputs, as the file says.
        assertThat(run.number("(\\d+) multiply-accumulates")).isEqualTo(2 * 8 * 8);

        InferenceResult simulated = simulate(
                AcceleratorConfig.load(folder.resolve("examples/own.yaml").toString()),
                folder.resolve("target/own/p2vit.v"));
        simulated.verdict().requirePassed();
        double counted = simulated.cycles();
        assertThat((double) run.number("(\\d+) cycles,")).isCloseTo(counted, within(counted * TOLERANCE));
    }

    private static InferenceResult simulate(AcceleratorConfig config, Path verilog) {
        VitShape demo = new VitShape(32, 32, 3, 4, 64, 4, 2, 256, 36);
        QuantizedVit network = RandomQuantizedVit.of(demo, config.attention().coding(), SEED);
        byte[] patches = new byte[demo.patches() * demo.patchDepth()];
        new Random(SEED).nextBytes(patches);
        VerilatedModel built = AcceleratorModel.buildBriefly(verilog, config);
        try (AcceleratorSimulation simulation = new AcceleratorSimulation(
                built,
                network,
                NetworkCompiler.compile(network, config),
                config,
                AxiTiming.ideal(40, 8),
                new Repeat(SEED, "this test"))) {
            return simulation.infer(patches, cycles -> {});
        }
    }
}
