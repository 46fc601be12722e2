// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.util.List;
import org.p2vit.cli.run.ReportingCommand;
import picocli.CommandLine;

/** The subcommands in the order in which help lists them. A new one is added here and nowhere else. */
public final class Commands {
    private static final List<Class<? extends ReportingCommand>> ALL = List.of(
            QuantizeCommand.class,
            EvaluateCommand.class,
            AblationCommand.class,
            SearchCommand.class,
            RtlCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            CompileCommand.class,
            ProgramCommand.class,
            BoardTestCommand.class,
            ClassifyCommand.class,
            SimulateCommand.class,
            DeviceCommand.class,
            BenchCommand.class,
            BenchQuantCommand.class,
            EstimateCommand.class,
            EnergyCommand.class,
            TimelineCommand.class,
            ExploreCommand.class,
            ParetoCommand.class,
            FuzzCommand.class,
            LintCommand.class,
            ChaosCommand.class,
            SynthCommand.class,
            FitAreaCommand.class,
            FormalCommand.class,
            MutateCommand.class,
            CoverageCommand.class,
            VerificationReportCommand.class,
            ResultsCommand.class,
            ReportsCommand.class,
            SynthesizeModelCommand.class,
            InfoCommand.class);

    private Commands() {}

    public static void addTo(CommandLine application) {
        ALL.forEach(application::addSubcommand);
    }
}
