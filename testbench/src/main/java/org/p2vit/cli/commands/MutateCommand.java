// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.RtlOption;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.mutation.MutantReport;
import org.p2vit.testbench.mutation.MutantSample;
import org.p2vit.testbench.mutation.MutantStage;
import org.p2vit.testbench.mutation.MutantTrials;
import org.p2vit.testbench.mutation.MutantVerdict;
import org.p2vit.testbench.mutation.SurvivorNotes;
import org.p2vit.testbench.mutation.TestRunner;
import org.p2vit.testbench.verification.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit mutate}: small faults in the emitted Verilog, and which of them nothing shows. */
@Command(
        name = "mutate",
        description = {
            "Plant small faults in the emitted Verilog one at a time, and see what notices them: whole inferences, then the tests,",
            "which must be on the class path, then a proof that the fault changes nothing. Goes on where it was interrupted."
        })
final class MutateCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--configs",
            split = ",",
            defaultValue = "tiny",
            paramLabel = "NAME",
            description = {
                "Configurations, small ones; ${DEFAULT-VALUE} if not given. Of the second and later only modules that",
                "none before has."
            })
    private List<String> configs;

    @Bounds(min = 1, max = 100_000)
    @Option(
            names = "--count",
            defaultValue = "200",
            paramLabel = "N",
            description = "Mutants, over all configurations; ${DEFAULT-VALUE} if not given.")
    private int count;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "SEED",
            description = "Decides which mutants; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Option(names = "--only", paramLabel = "ID", description = "Try this one of them again, and nothing else.")
    private String only;

    @Option(names = "--retry", description = "Try those again that nothing showed, for the tests have changed.")
    private boolean retry;

    @Mixin
    private RtlOption rtl;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--state",
            defaultValue = "target/mutation",
            paramLabel = "FOLDER",
            description = "Where what was found is kept; ${DEFAULT-VALUE} if not given.")
    private Path state;

    /** @param tests whether the tests were on the class path; without them nothing survives for certain */
    record Result(boolean tests, List<MutantReport> configurations, Measurement verification) {}

    @Override
    protected Outcome execute() {
        Optional<TestRunner> tests = ServiceLoader.load(TestRunner.class).findFirst();
        String repeat = String.format(Locale.ROOT, "make mutate N=%d SEED=%d", count, seed);
        List<MutantSample> samples =
                MutantSample.draw(configs.stream().map(AcceleratorConfig::load).toList(), rtl.folder(), count, seed);
        if (only != null && samples.stream().noneMatch(sample -> sample.has(only))) {
            throw new InvalidInputException("--only " + only + " is none of the " + count + " mutants of seed " + seed);
        }
        List<MutantReport> reports = new ArrayList<>();
        try (Progress progress = Progress.onTerminal()) {
            for (MutantSample sample : samples) {
                MutantTrials trials = new MutantTrials(sample, state, new Repeat(seed, repeat));
                if (retry) {
                    trials.retrySurvivors();
                }
                if (only != null) {
                    trials.retry(only);
                }
                List<MutantVerdict> verdicts =
                        trials.run(tests, mutant -> only == null || mutant.id().equals(only), progress);
                reports.add(MutantReport.of(sample, trials, verdicts, SurvivorNotes.ofProject(), repeat));
            }
        }
        reports.removeIf(report -> report.mutants() == 0);
        reports.forEach(this::print);
        Result result = new Result(
                tests.isPresent(),
                reports,
                Measurement.today(
                        commit(),
                        repeat,
                        reports.stream().map(MutantReport::row).toList()));
        return new Outcome(result.verification().met() ? ExitCode.OK : ExitCode.DESIGN_FAULT, result);
    }

    private void print(MutantReport report) {
        if (only != null) {
            report.verdicts().forEach(v -> out().printf(Locale.ROOT, "%s: %s %s%n", v.id(), v.stage(), v.by()));
        }
        out().printf(
                        Locale.ROOT,
                        "%s: %d mutants in %d modules; shown by inferences %d, by tests of the machine %d, of units %d;"
                                + " proven equivalent %d; left %d, of them not explained %d; %.1f %% of those not equivalent%n",
                        report.config(),
                        report.mutants(),
                        report.modules(),
                        report.count(MutantStage.INFERENCE),
                        report.count(MutantStage.SYSTEM),
                        report.count(MutantStage.UNIT),
                        report.count(MutantStage.EQUIVALENT),
                        report.survivors().size(),
                        report.holes().size(),
                        100 * report.score());
        report.unsound().forEach(test -> out().println("judges nothing, for it fails without a fault: " + test));
        report.survivors().forEach(one -> out().println(one));
    }
}
