// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.cli.options.AnyNumber;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.EngineOptions;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.testbench.fuzz.FuzzCampaign;
import org.p2vit.testbench.fuzz.FuzzCase;
import org.p2vit.testbench.fuzz.FuzzFailure;
import org.p2vit.testbench.fuzz.FuzzFigures;
import org.p2vit.testbench.fuzz.FuzzReport;
import org.p2vit.testbench.verification.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit fuzz}: random networks on random configurations, every word compared. */
@Command(
        name = "fuzz",
        description = {
            "Try random networks, memories and batches on random configurations: lint, build, simulate, compare every word,"
                    + " and the cycles with the prediction.",
            "What was tried is kept, so that the same command goes on where it was interrupted."
        })
final class FuzzCommand extends ReportingCommand {
    @Bounds(min = 1, max = 1_000_000)
    @Option(
            names = "--pairs",
            defaultValue = "20",
            paramLabel = "N",
            description = "Pairs of a configuration and a network; ${DEFAULT-VALUE} if not given.")
    private int pairs;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "The same seed draws the same pairs; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Option(names = "--case", paramLabel = "LINE", description = "Try this one, a line as reports of failures have it.")
    private String line;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--store",
            defaultValue = "target/fuzz",
            paramLabel = "FOLDER",
            description = "Outcomes are kept here; ${DEFAULT-VALUE} if not given.")
    private Path store;

    @Mixin
    private EngineOptions engines;

    /** @param verification the same for the page of what was verified */
    record Result(@JsonUnwrapped FuzzReport report, Measurement verification) {}

    @Override
    protected Outcome execute() {
        engines.require();
        FuzzReport report;
        try (JobEngine engine = engines.openForLarge()) {
            FuzzCampaign campaign = new FuzzCampaign(store, engine);
            report = line == null ? draw(campaign) : repeat(campaign);
        }
        print(report);
        String command =
                line == null ? String.format(Locale.ROOT, "make fuzz N=%d SEED=%d", pairs, seed) : "make fuzz CASE=…";
        Measurement measured = Measurement.today(commit(), command, FuzzFigures.rows(report));
        return new Outcome(exitCode(report), new Result(report, measured));
    }

    private FuzzReport draw(FuzzCampaign campaign) {
        try (Progress progress = Progress.onTerminal()) {
            return campaign.draw(seed, pairs, progress);
        }
    }

    private FuzzReport repeat(FuzzCampaign campaign) {
        refuseIneffective("--pairs", "beside --case");
        refuseIneffective("--seed", "beside --case, which has its own");
        FuzzCase one = FuzzCase.parse(line);
        return campaign.repeat(one);
    }

    private static ExitCode exitCode(FuzzReport report) {
        return report.failures().stream()
                .findFirst()
                .map(FuzzFailure::kind)
                .map(kind -> switch (kind) {
                    case LINT, STRUCTURE -> ExitCode.DESIGN_FAULT;
                    case BUILD -> ExitCode.TOOL_MISSING;
                    case STOPPED -> ExitCode.SIMULATION_STOPPED;
                    default -> ExitCode.MISMATCH;
                })
                .orElse(report.passed() ? ExitCode.OK : ExitCode.MISMATCH);
    }

    private void print(FuzzReport report) {
        for (FuzzFailure failure : report.failures()) {
            out().printf(
                            Locale.ROOT,
                            "%s: %s%n  drawn:  %s%n  repeat: %s%n",
                            failure.kind(),
                            failure.message(),
                            failure.line(),
                            failure.command());
        }
        FuzzReport.Space space = report.space();
        out().printf(
                        Locale.ROOT,
                        "seed %d: %d configurations (%d with words of 16, %d checked by yosys), %d networks on them, %d runs of %d images%n",
                        report.seed(),
                        space.configurations(),
                        space.wide(),
                        space.structures(),
                        space.pairs(),
                        space.runs(),
                        space.images());
        FuzzReport.Predictions predictions = report.predictions();
        out().printf(
                        Locale.ROOT,
                        "%d words compared in %d cycles; %d predictions of cycles, %d farther off than allowed, the worst %.2f %%%n%d failures%n",
                        report.words(),
                        report.cycles(),
                        predictions.judged(),
                        predictions.off(),
                        predictions.worstPercent(),
                        report.failures().size());
    }
}
