// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.testbench.formal.FormalFigures;
import org.p2vit.testbench.formal.ProofJob;
import org.p2vit.testbench.formal.ProofJobs;
import org.p2vit.testbench.formal.ProofResult;
import org.p2vit.testbench.formal.ProofRun;
import org.p2vit.testbench.verification.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2vit formal}: properties of cells and buses proven, and each proof shown not to be vacuous. */
@Command(
        name = "formal",
        description =
                "Prove properties of the Verilog with yosys, ABC and z3. A job also fails if a cover is not reached or a mutant not refuted.")
final class FormalCommand extends ReportingCommand {
    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Jobs to run; all if none is named.")
    private List<String> names = List.of();

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            defaultValue = "target/formal",
            description = "Where Verilog, models and counterexamples are left; ${DEFAULT-VALUE} if not given.")
    private Path work;

    @Bounds(min = 1, max = 86_400)
    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "600",
            description = "What is not answered after S seconds is not proven; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    /** @param jobs what came of each */
    record Result(List<ProofResult> jobs, Measurement verification) {}

    @Override
    protected Outcome execute() {
        List<ProofJob> jobs = names.isEmpty()
                ? ProofJobs.every()
                : names.stream().distinct().map(ProofJobs::named).toList();
        ProofRun run = new ProofRun(work, seconds);
        List<ProofResult> results = new ArrayList<>();
        try (Progress progress = Progress.onTerminal()) {
            for (ProofJob job : jobs) {
                progress.at("proofs", results.size(), jobs.size());
                results.add(run.run(job));
            }
        }
        results.forEach(result -> out().println(FormalFigures.line(result)));
        results.forEach(result -> result.faults().forEach(out()::println));
        boolean passed = results.stream().allMatch(ProofResult::passed);
        out().printf(
                        Locale.ROOT,
                        "%d of %d jobs passed%n",
                        results.stream().filter(ProofResult::passed).count(),
                        results.size());
        String command = names.isEmpty() ? "make formal" : invocation();
        Measurement measured = Measurement.today(commit(), command, FormalFigures.rows(results));
        return new Outcome(passed ? ExitCode.OK : ExitCode.DESIGN_FAULT, new Result(results, measured));
    }
}
