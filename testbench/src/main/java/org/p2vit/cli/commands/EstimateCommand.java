// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.MemoryOption;
import org.p2vit.cli.options.NetworkChoice;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.BoardFit;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.LayerEstimate;
import org.p2vit.hw.estimate.LinearRate;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.estimate.Speed;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.performance.WeightBits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit estimate}: cycles of a run without simulating it, and the area without synthesis. */
@Command(
        name = "estimate",
        description =
                "Predict cycles, bandwidth and utilisation of every layer and unit, and what the machine takes of its board.")
final class EstimateCommand extends ReportingCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private NetworkChoice choice;

    @Mixin
    private MemoryOption memory;

    @Bounds(min = 1, max = 1_000)
    @Option(
            names = "--images",
            defaultValue = "1",
            paramLabel = "N",
            description = "Images in a row from one start; ${DEFAULT-VALUE} if not given.")
    private int images;

    /**
     * @param waits cycles each unit waits, by whom for
     * @param linear the linear layers of the blocks together, by their best rate
     */
    record Result(
            @JsonUnwrapped Setup setup,
            @JsonUnwrapped Total total,
            @JsonUnwrapped Speed speed,
            @JsonUnwrapped Area area,
            Map<Unit, Long> busy,
            Map<Unit, Map<String, Long>> waits,
            List<LinearRate> linear,
            List<LayerEstimate> layers) {}

    /** @param weightBits bits of the weights inside blocks: 8, 4 or mixed */
    record Setup(String config, String model, String weightBits, String memory, int images, int multipliers) {}

    /**
     * @param uncertaintyPercent how far the RTL's count may be from the predicted cycles
     * @param utilisation MACs of the network, A·V included, over multipliers × cycles; by the doubled peak where a scalable array has
     *     4-bit weights
     */
    record Total(long cycles, int uncertaintyPercent, double utilisation, double bytesPerCycle) {}

    /**
     * @param areaUncertaintyPercent how far LUTs and flip-flops may be from those of synthesis
     * @param fit whether the configuration's board should carry it; null without a board
     */
    record Area(ResourceEstimate resources, int areaUncertaintyPercent, BoardFit fit) {
        private static Area of(AcceleratorConfig config) {
            ResourceEstimate resources = ResourceEstimate.of(config);
            return new Area(resources, ResourceEstimate.UNCERTAINTY_PERCENT, resources.fit(config));
        }
    }

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = config.load();
        MemoryTiming timing = memory.timing();
        QuantizedVit network = choice.network(accelerator);
        Prediction prediction =
                CycleModel.predict(NetworkCompiler.compile(network, accelerator), accelerator, timing, images);
        Result result = new Result(
                new Setup(
                        accelerator.name(),
                        choice.label(),
                        WeightBits.of(network).label(),
                        timing.label(),
                        images,
                        accelerator.array().macsPerCycle()),
                new Total(
                        prediction.cycles(),
                        Prediction.UNCERTAINTY_PERCENT,
                        images * NetworkWork.of(network).utilisation(accelerator.array(), prediction.cycles()),
                        prediction.bytesPerCycle()),
                Speed.of(accelerator.clockMhz(), prediction.cycles(), images),
                Area.of(accelerator),
                prediction.busy(),
                prediction.waits(),
                prediction.linear(),
                prediction.layers());
        print(result);
        return Outcome.ok(result);
    }

    private void print(Result result) {
        out().printf(Locale.ROOT, "%-24s %10s %10s %8s %9s%n", "layer", "cycles", "array busy", "util %", "B/cycle");
        for (LayerEstimate layer : result.layers()) {
            out().printf(
                            Locale.ROOT,
                            "%-24s %10.0f %10d %8.2f %9.2f%n",
                            layer.layer(),
                            layer.cycles(),
                            layer.matMulBusy(),
                            100 * layer.utilisation(),
                            layer.bytesPerCycle());
        }
        for (LinearRate linear : result.linear()) {
            out().printf(
                            Locale.ROOT,
                            "%n%d linear layers of blocks, at best %d MACs a cycle: %.0f cycles, %.2f %% of that rate",
                            linear.layers(),
                            linear.macsPerCycle(),
                            linear.cycles(),
                            100 * linear.utilisation());
        }
        out().printf(Locale.ROOT, "%n%n%-10s %10s %8s  %s%n", "unit", "busy", "%", "waits for");
        result.busy().forEach((unit, cycles) -> out().printf(
                        Locale.ROOT,
                        "%-10s %10d %8.2f  %s%n",
                        unit,
                        cycles,
                        100.0 * cycles / result.total().cycles(),
                        waits(result.waits().get(unit))));
        out().printf(
                        Locale.ROOT,
                        "%n%s, weights %s, on %s, %s memory, images in a row %d: %d cycles (the RTL's count may be %d %% off), %.2f %% of %d multipliers, %.2f B/cycle%n",
                        result.setup().model(),
                        result.setup().weightBits(),
                        result.setup().config(),
                        result.setup().memory(),
                        result.setup().images(),
                        result.total().cycles(),
                        result.total().uncertaintyPercent(),
                        100 * result.total().utilisation(),
                        result.setup().multipliers(),
                        result.total().bytesPerCycle());
        out().printf(
                        Locale.ROOT,
                        "an image takes %.3f ms, %.1f images a second, at %s MHz%n",
                        result.speed().milliseconds(),
                        result.speed().framesPerSecond(),
                        result.speed().clockMhz().toPlainString());
        print(result.setup().config(), result.area());
    }

    private void print(String config, Area area) {
        ResourceEstimate resources = area.resources();
        out().printf(
                        Locale.ROOT,
                        "%s takes LUT %d, FF %d (both may be %d %% off those of make synth), DSP %d, BRAM36 %.1f, URAM %d%s%n",
                        config,
                        resources.lut(),
                        resources.ff(),
                        area.areaUncertaintyPercent(),
                        resources.dsp(),
                        resources.bram36(),
                        resources.uram(),
                        area.fit() == null
                                ? "; it is for no board"
                                : ": " + area.fit().sentence());
    }

    private static String waits(Map<String, Long> waits) {
        return waits.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(wait -> wait.getKey() + " " + wait.getValue())
                .collect(Collectors.joining(", "));
    }
}
