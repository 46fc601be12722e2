// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TopClass;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Comparison;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.measure.ClassScore;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.verilator.VerilatedModel;
import org.p2vit.testbench.workload.InputImage;
import org.p2vit.testbench.workload.Workload;

/** Runs the images of a workload on one accelerator, in a row as far as the words to compare fit in memory. */
public final class WorkloadSimulation {
    private static final int MOST_IN_A_ROW = 4;

    /** Of how many classes people are told. */
    private static final int BEST = 5;

    private final Workload workload;
    private final AcceleratorConfig config;
    private final AxiTiming timing;
    private final Repeat repeat;
    private final Program program;
    private final NetworkWork work;

    /** Compiles the network; one that is too large for the configuration is refused here, before anything is built. */
    public WorkloadSimulation(Workload workload, AcceleratorConfig config, AxiTiming timing, Repeat repeat) {
        this.workload = workload;
        this.config = config;
        this.timing = timing;
        this.repeat = repeat;
        this.program = NetworkCompiler.compile(workload.network(), config);
        this.work = NetworkWork.of(workload.network().shape());
    }

    /**
     * Builds the Verilator model, or takes the cached one.
     *
     * @param verilog the accelerator of this configuration
     */
    public VerilatedModel build(Path verilog, Optional<Waveform> waveform) {
        return waveform.isPresent()
                ? AcceleratorModel.buildForWaveforms(verilog, config)
                : AcceleratorModel.build(verilog, config);
    }

    /**
     * Runs the images up to those that ran in a row with the first mismatch.
     *
     * @param built the model that {@link #build} made for the same waveform
     * @throws org.p2vit.testbench.accelerator.RunFailedException when it hangs or breaks a rule
     */
    public List<ImageRun> run(VerilatedModel built, Optional<Waveform> waveform, ProgressListener progress) {
        List<ImageRun> runs = new ArrayList<>();
        List<InputImage> images = workload.images();
        int inARow = Math.min(MOST_IN_A_ROW, Math.max(1, images.size()));
        try (AcceleratorSimulation simulation =
                new AcceleratorSimulation(built, workload.network(), program, config, timing, repeat, inARow)) {
            waveform.ifPresent(wave -> simulation.trace(wave.file(), wave.from(), wave.to()));
            for (int from = 0; from < images.size() && runs.stream().allMatch(ImageRun::passed); from += inARow) {
                List<InputImage> row = images.subList(from, Math.min(from + inARow, images.size()));
                runs.addAll(run(simulation, row, progress));
            }
        }
        return runs;
    }

    private List<ImageRun> run(AcceleratorSimulation simulation, List<InputImage> row, ProgressListener progress) {
        long atLeast = row.size() * work.macs() / config.array().macsPerCycle();
        String names = row.stream().map(InputImage::name).collect(Collectors.joining(", "));
        BatchResult result = simulation.inferInARow(
                row.stream().map(image -> image.codes(workload.network())).toList(),
                cycles -> progress.at(names + ", cycles", cycles, Math.max(cycles, atLeast)));
        return IntStream.range(0, row.size())
                .mapToObj(i -> run(row.get(i), result.images().get(i)))
                .toList();
    }

    private ImageRun run(InputImage image, InferenceResult result) {
        long cycles = result.cycles();
        return new ImageRun(
                image.name(),
                image.label().isPresent() ? image.label().getAsInt() : null,
                cycles,
                new ImageRun.Use(
                        work.utilisation(config.array(), cycles),
                        work.utilisationByMultipliers(config, cycles),
                        work.utilisationWithShiftLanes(config, cycles)),
                Comparison.of(result.verdict()),
                units(result),
                answer(image, result),
                result.seconds(),
                cycles / result.seconds());
    }

    private ImageRun.Answer answer(InputImage image, InferenceResult result) {
        int top1 = GoldenVit.classOf(result.logits());
        return new ImageRun.Answer(
                top1,
                workload.className(top1),
                GoldenVit.classOf(result.golden()),
                workload.reference()
                        .map(vit -> TopClass.of(new FloatForward(vit).logits(image.patches())))
                        .orElse(null),
                ClassScore.best(result.logits(), workload, BEST));
    }

    private static Map<Unit, UnitRun> units(InferenceResult result) {
        Map<Unit, UnitRun> units = new EnumMap<>(Unit.class);
        result.units().forEach((unit, counters) -> {
            Optional<Verdict> check = Optional.ofNullable(result.checks().get(unit));
            units.put(
                    unit,
                    new UnitRun(
                            counters.busy(),
                            counters.stall(),
                            check.map(Verdict::wordsChecked).orElse(0L),
                            check.map(Verdict::mismatches).orElse(0L)));
        });
        return units;
    }
}
