// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.SimulationOptions;
import org.p2vit.cli.options.WorkloadOptions;
import org.p2vit.cli.run.Failures;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.measure.ClassScore;
import org.p2vit.testbench.simulation.ImageRun;
import org.p2vit.testbench.simulation.WorkloadSimulation;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit classify}: what the simulated accelerator sees in pictures. */
@Command(
        name = "classify",
        description = {
            "Run pictures on the emitted Verilog in Verilator and say what they show.",
            "Every word is compared with the golden model all the same; `simulate` shows more of that."
        })
final class ClassifyCommand extends ReportingCommand {
    @Mixin
    private SimulationOptions simulated;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--count",
            paramLabel = "N",
            description = "The most pictures to take; all if not given, one if the demo renders them.")
    private Integer count;

    /** @param imagesLeftOut files of the folders of images that are none, by kind */
    record Result(
            String config,
            String model,
            PixelReport preprocessing,
            Map<String, Integer> imagesLeftOut,
            long wordsChecked,
            long mismatches,
            List<Picture> pictures) {}

    /**
     * @param best classes, the most probable first
     * @param milliseconds of these cycles at the clock that the configuration asks for
     */
    record Picture(String image, List<ClassScore> best, long cycles, double milliseconds) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = simulated.accelerator();
        WorkloadOptions run = simulated.run();
        EmittedRun images;
        Result result;
        try (Progress progress = Progress.onTerminal()) {
            Workload workload = run.workload(accelerator, simulated.most(count, 1), this, progress);
            Map<String, Integer> leftOut = run.leftOut(this);
            WorkloadSimulation simulation = new WorkloadSimulation(
                    workload, accelerator, simulated.timing(), new Repeat(run.seed(), invocation()));
            images = EmittedRun.of(simulation, accelerator, simulated.rtl(), Optional.empty(), progress);
            result = new Result(
                    accelerator.name(),
                    workload.name(),
                    workload.preprocessing(),
                    leftOut,
                    images.wordsChecked(),
                    images.mismatches(),
                    images.images().stream()
                            .map(image -> picture(image, accelerator.clockMhz()))
                            .toList());
        }
        print(result, images, accelerator.clockMhz());
        return new Outcome(images.exitCode(), result);
    }

    private static Picture picture(ImageRun image, BigDecimal clockMhz) {
        return new Picture(
                image.image(), image.answer().best(), image.cycles(), image.cycles() / (1e3 * clockMhz.doubleValue()));
    }

    private void print(Result result, EmittedRun images, BigDecimal clockMhz) {
        for (Picture picture : result.pictures()) {
            out().println(Failures.printable(picture.image()));
            picture.best().forEach(one -> out().printf(
                            Locale.ROOT,
                            "  %5.1f %%  %s%n",
                            100 * one.probability(),
                            one.name().isEmpty() ? "class " + one.index() : Failures.printable(one.name())));
            out().printf(
                            Locale.ROOT,
                            "  %,d cycles on %s, %.2f ms at %s MHz%n",
                            picture.cycles(),
                            result.config(),
                            picture.milliseconds(),
                            clockMhz.toPlainString());
        }
        out().printf(
                        Locale.ROOT,
                        "%,d words of the Verilog compared with the golden model, %d differ%n",
                        result.wordsChecked(),
                        result.mismatches());
        images.images().stream().filter(image -> !image.passed()).forEach(image -> out().println(
                        "NOT EQUAL: " + image.comparison().firstMismatch()));
    }
}
