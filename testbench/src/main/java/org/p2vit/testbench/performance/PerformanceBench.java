// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Simulates whole inferences of random networks on the emitted Verilog. Cycles do not depend on the values of weights and
 * images, so random ones that keep every tensor busy stand for trained ones. The RTL of a configuration is built once; the last
 * network is kept.
 */
public final class PerformanceBench {
    private final Path rtl;
    private final Path reports;
    private final Map<String, VerilatedModel> models = new HashMap<>();
    private VitShape drawnShape;
    private WeightBits drawnWeights;
    private QuantizedVit network;

    /** Hears how far a simulation has come. */
    @FunctionalInterface
    public interface CycleListener {
        /** Hears nothing. */
        CycleListener NONE = (cycle, cycles) -> {};

        void at(long cycle, long cycles);
    }

    /**
     * @param rtl folder for the emitted Verilog
     * @param reports folder where synthesis reports may be
     */
    public PerformanceBench(Path rtl, Path reports) {
        this.rtl = rtl;
        this.reports = reports;
    }

    /**
     * @param progress told the cycles simulated so far, and those to expect
     * @throws org.p2vit.testbench.accelerator.RunFailedException when the accelerator does not come to an end
     */
    public BenchRow run(BenchCase bench, CycleListener progress) {
        return run(bench, null, progress);
    }

    /** As above; {@code recorder} follows the hardware's counters, null for none. */
    public BenchRow run(BenchCase bench, TimelineRecorder recorder, CycleListener progress) {
        AcceleratorConfig config = bench.config();
        VerilatedModel model = models.computeIfAbsent(config.name(), name -> build(config));
        QuantizedVit vit = network(bench);
        Program program = NetworkCompiler.compile(vit, config, bench.overlap());
        Prediction prediction = CycleModel.predict(program, config, bench.memory(), bench.images());
        long predicted = prediction.cycles();
        Repeat repeat = new Repeat(
                BenchCase.SEED,
                String.format(
                        Locale.ROOT,
                        "make bench CONFIGS=%s MODELS=%s WEIGHT_BITS=%s BATCH=%d",
                        config.name(),
                        bench.model(),
                        bench.weights().label(),
                        bench.images()));
        List<byte[]> patches = LongStream.range(0, bench.images())
                .mapToObj(image -> RandomQuantizedVit.patches(vit.shape(), BenchCase.SEED + image))
                .toList();
        try (AcceleratorSimulation simulation =
                new AcceleratorSimulation(model, vit, program, config, bench.timing(), repeat, bench.images())) {
            if (recorder != null) {
                recorder.attach(simulation, prediction);
            }
            BatchResult result =
                    simulation.inferInARow(patches, cycle -> progress.at(Math.min(cycle, predicted), predicted));
            return BenchRow.of(bench, NetworkWork.of(vit), result, prediction, DspCount.of(config, reports));
        }
    }

    private VerilatedModel build(AcceleratorConfig config) {
        Path folder = rtl.resolve(config.name());
        Emitter.emit(config, folder);
        return AcceleratorModel.build(folder.resolve(Emitter.VERILOG), config);
    }

    private QuantizedVit network(BenchCase bench) {
        if (!bench.shape().equals(drawnShape)
                || bench.weights() != drawnWeights
                || network.attention() != bench.config().attention().coding()) {
            network = null; // two of the large ones need not be in memory at once
            network = bench.weights()
                    .network(bench.shape(), bench.config().attention().coding(), BenchCase.SEED);
            drawnShape = bench.shape();
            drawnWeights = bench.weights();
        }
        return network;
    }
}
