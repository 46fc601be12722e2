// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.SimulationOptions;
import org.p2vit.cli.options.WaveOptions;
import org.p2vit.cli.options.WorkloadOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.measure.Accuracy;
import org.p2vit.testbench.simulation.ImageRun;
import org.p2vit.testbench.simulation.Waveform;
import org.p2vit.testbench.simulation.WorkloadSimulation;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit simulate}: images through the emitted Verilog, every word compared with the golden model. */
@Command(
        name = "simulate",
        description = "Run images on the emitted Verilog in Verilator and compare every word with the golden model.")
final class SimulateCommand extends ReportingCommand {
    private static final int DEMO_IMAGES = 3;

    @Mixin
    private SimulationOptions simulated;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--count",
            paramLabel = "N",
            description = "The most images to run; of the demo " + DEMO_IMAGES + " if not given.")
    private Integer count;

    @ArgGroup(exclusive = false)
    private WaveOptions wave;

    /**
     * @param imagesLeftOut files of the folders of images that are none, by kind
     * @param multipliers of the array
     * @param buildSeconds of emitting the Verilog and building the model, next to none if that was cached
     * @param accuracy of float and integer network on more of the demo's pictures, null for other networks
     */
    record Result(
            String config,
            String model,
            PixelReport preprocessing,
            Map<String, Integer> imagesLeftOut,
            int multipliers,
            AxiTiming dram,
            double buildSeconds,
            Accuracy accuracy,
            long wordsChecked,
            long mismatches,
            List<ImageRun> images) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = simulated.accelerator();
        WorkloadOptions run = simulated.run();
        AxiTiming timing = simulated.timing();
        Optional<Waveform> waveform = Optional.ofNullable(wave).map(WaveOptions::waveform);
        Result result;
        try (Progress progress = Progress.onTerminal()) {
            Workload workload = run.workload(accelerator, simulated.most(count, DEMO_IMAGES), this, progress);
            WorkloadSimulation simulation =
                    new WorkloadSimulation(workload, accelerator, timing, new Repeat(run.seed(), invocation()));
            EmittedRun images = EmittedRun.of(simulation, accelerator, simulated.rtl(), waveform, progress);
            result = new Result(
                    accelerator.name(),
                    workload.name(),
                    workload.preprocessing(),
                    run.leftOut(this),
                    accelerator.array().macsPerCycle(),
                    timing,
                    images.buildSeconds(),
                    Accuracy.of(workload).orElse(null),
                    images.wordsChecked(),
                    images.mismatches(),
                    images.images());
        }
        SimulationText.print(result, out());
        waveform.ifPresent(written -> out().printf(
                        Locale.ROOT,
                        "%s: waveform of cycles %d to %d; look at it with gtkwave or surfer%n",
                        written.file(),
                        written.from(),
                        written.to()));
        return outcome(result);
    }

    /** Equal in every word, or not. */
    static Outcome outcome(Result result) {
        return new Outcome(EmittedRun.exitCode(result.images()), result);
    }
}
