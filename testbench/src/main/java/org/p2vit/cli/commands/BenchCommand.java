// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.RtlOption;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.testbench.performance.BenchCase;
import org.p2vit.testbench.performance.BenchPlan;
import org.p2vit.testbench.performance.BenchRow;
import org.p2vit.testbench.performance.Int4Gain;
import org.p2vit.testbench.performance.Peer;
import org.p2vit.testbench.performance.PerformanceBench;
import org.p2vit.testbench.performance.WeightBits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit bench}: whole networks on the simulated RTL, checked word by word, beside predictions and published figures. */
@Command(
        name = "bench",
        description = "Measure whole inferences on the simulated Verilog, random weights, every word compared.")
final class BenchCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--configs",
            split = ",",
            defaultValue = "kv260,kv260-shift,zcu104",
            paramLabel = "NAME",
            description = "Configurations; ${DEFAULT-VALUE} if not given.")
    private List<String> configs;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "deit-tiny,deit-small,deit-base",
            paramLabel = "NAME",
            description = "Networks; ${DEFAULT-VALUE} if not given.")
    private List<Architecture> models;

    @Option(
            names = "--memories",
            split = ",",
            defaultValue = "standard,harder",
            paramLabel = "NAME",
            description = "DRAM models; ${DEFAULT-VALUE} if not given.")
    private List<MemoryTiming> memories;

    @Bounds(min = 1, max = 1_000)
    @Option(
            names = "--images",
            defaultValue = "1",
            paramLabel = "N",
            description = "Images in a row from one start; ${DEFAULT-VALUE} if not given.")
    private int images;

    @Option(
            names = "--weights",
            split = ",",
            defaultValue = "8,4,mixed",
            paramLabel = "BITS",
            description = {
                "Bits of the weights inside blocks: 8, 4, mixed; ${DEFAULT-VALUE} if not given.",
                "Scalable configurations run the first network and memory with all of them, beside others nothing else;",
                "others run all networks and memories with the first."
            })
    private List<WeightBits> weights;

    @Option(
            names = "--ablation",
            arity = "1",
            defaultValue = "true",
            paramLabel = "BOOLEAN",
            description = "Also measure the first network with less overlap, on the first configuration.")
    private boolean ablation;

    @Mixin
    private RtlOption rtl;

    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--reports",
            defaultValue = "target/reports",
            paramLabel = "FOLDER",
            description = "Where synth-NAME.json is looked for, to know the DSPs; ${DEFAULT-VALUE} if not given.")
    private Path reports;

    /**
     * @param rows one per configuration, network, memory and kind of weights
     * @param int4 what weights of fewer bits gained over the row with 8
     * @param ablation the same inference with all combinations of overlap
     */
    record Result(List<BenchRow> rows, List<Int4Gain> int4, List<BenchRow> ablation, List<Peer> peers) {
        Result(List<BenchRow> rows, List<BenchRow> ablation) {
            this(rows, Int4Gain.of(rows), ablation, Peer.PUBLISHED);
        }
    }

    @Override
    protected Outcome execute() {
        PerformanceBench bench = new PerformanceBench(rtl.folder(), reports);
        List<BenchRow> rows = measure(bench, cases());
        List<BenchRow> ablated = measure(bench, ablationCases());
        Result result = new Result(rows, ablated);
        BenchText.print(result, out());
        return outcome(result);
    }

    /** Equal in every word of every row, or not. */
    static Outcome outcome(Result result) {
        boolean equal = Stream.of(result.rows(), result.ablation())
                .flatMap(List::stream)
                .allMatch(BenchRow::passed);
        return new Outcome(equal ? ExitCode.OK : ExitCode.MISMATCH, result);
    }

    private List<BenchCase> cases() {
        return new BenchPlan(configs.stream().map(AcceleratorConfig::load).toList(), models, memories, weights, images)
                .cases();
    }

    private List<BenchCase> ablationCases() {
        if (!ablation) {
            return List.of();
        }
        BenchCase all = BenchCase.of(AcceleratorConfig.load(configs.get(0)), models.get(0), MemoryTiming.STANDARD);
        return List.of(Overlap.values()).stream().map(all::with).toList();
    }

    private List<BenchRow> measure(PerformanceBench bench, List<BenchCase> cases) {
        List<BenchRow> rows = new ArrayList<>();
        for (BenchCase one : cases) {
            try (Progress progress = Progress.onTerminal()) {
                rows.add(bench.run(one, (cycle, cycles) -> progress.at(one.toString(), cycle, cycles)));
            }
        }
        return rows;
    }
}
