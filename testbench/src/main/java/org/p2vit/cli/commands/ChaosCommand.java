// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.RtlOption;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.chaos.CaseResult;
import org.p2vit.testbench.chaos.ChaosCampaign;
import org.p2vit.testbench.chaos.ChaosFigures;
import org.p2vit.testbench.chaos.ChaosMachine;
import org.p2vit.testbench.verification.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit chaos}: whole inferences that are disturbed at random, and what the machine makes of it. */
@Command(
        name = "chaos",
        description =
                "Disturb whole inferences by errors, silence, resets, damage and stray writes, and check how they end and that the next is exact.")
final class ChaosCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--configs",
            split = ",",
            defaultValue = "tiny",
            paramLabel = "NAME",
            description = "Configurations, small ones, that take turns; ${DEFAULT-VALUE} if not given.")
    private List<String> configs;

    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--injections",
            defaultValue = "200",
            paramLabel = "N",
            description = "Disturbed runs, cases 0 to N - 1; ${DEFAULT-VALUE} if not given.")
    private int injections;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of everything random; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Bounds(min = 0, max = 1_000_000)
    @Option(names = "--case", paramLabel = "I", description = "Run this case alone and nothing else.")
    private Integer single;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep what was measured in FOLDER; run again after an interruption, it goes on from there.")
    private Path cache;

    @Mixin
    private RtlOption rtl;

    /** @param fresh batches that were run and not found in the cache */
    record Result(long seed, int fresh, ChaosFigures figures, Measurement verification) {}

    @Override
    protected Outcome execute() {
        if (single != null) {
            refuseIneffective("--injections", "--case names the only one");
            refuseIneffective("--cache", "a single case is always run");
        }
        List<CaseResult> results = new ArrayList<>();
        Measurements<ChaosCampaign.Batch> known = Measurements.inMemory();
        try (Progress progress = Progress.onTerminal()) {
            progress.at("emitting and compiling the Verilog", 0, 1);
            List<ChaosMachine> machines = configs.stream().map(this::build).toList();
            ChaosCampaign campaign = new ChaosCampaign(machines, seed, this::repeat);
            if (single != null) {
                results.add(campaign.single(single));
            } else {
                known = cache == null ? known : Measurements.of(kept(machines), ChaosCampaign.Batch.class);
                results.addAll(campaign.run(injections, known, progress));
            }
        }
        return report(results, known.fresh());
    }

    private Outcome report(List<CaseResult> results, int fresh) {
        ChaosFigures figures = ChaosFigures.of(results);
        if (single != null) {
            out().printf(
                            Locale.ROOT,
                            "%s%n%s %s%n",
                            results.get(0).text(),
                            results.get(0).outcome().label(),
                            results.get(0).code());
        } else {
            figures.lines().forEach(out()::println);
        }
        for (CaseResult failed : figures.failed()) {
            out().println(failed.text());
            failed.faults().forEach(fault -> out().println("  " + fault));
            out().println("  repeat: " + repeat(failed.index()));
        }
        out().printf(
                        Locale.ROOT,
                        "%d injections, %d with faults%n",
                        results.size(),
                        figures.failed().size());
        String command = single == null ? "make chaos N=" + injections + " SEED=" + seed : invocation();
        Measurement measured = Measurement.today(commit(), command, figures.rows());
        return new Outcome(
                figures.failed().isEmpty() ? ExitCode.OK : ExitCode.DESIGN_FAULT,
                new Result(seed, fresh, figures, measured));
    }

    private String repeat(int index) {
        return String.format(
                Locale.ROOT,
                "java -jar testbench/target/p2vit.jar chaos --configs %s --seed %d --case %d",
                String.join(",", configs),
                seed,
                index);
    }

    private ChaosMachine build(String name) {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        Path folder = rtl.folder().resolve(config.name());
        Emitter.emit(config, folder);
        return new ChaosMachine(config, AcceleratorModel.build(folder.resolve(Emitter.VERILOG), config));
    }

    /** By everything that decides the results. */
    private Path kept(List<ChaosMachine> machines) {
        ContentKey key = new ContentKey(ChaosCampaign.class)
                .files(machines.stream()
                        .map(machine -> machine.built().verilog())
                        .toList());
        return cache.resolve("chaos-" + key.text(Long.toString(seed)).digits() + ".json");
    }
}
