// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.Board;
import org.p2vit.testbench.synthesis.BoardSynthesis;
import org.p2vit.testbench.synthesis.DeviceFamily;
import org.p2vit.testbench.synthesis.ResourceUse;
import org.p2vit.testbench.synthesis.SynthesisReport;
import org.p2vit.testbench.synthesis.YosysSynthesis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2vit synth}: resources of each unit, and structural faults. */
@Command(name = "synth", description = "Synthesise emitted Verilog with yosys and report resources per unit.")
final class SynthCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Parameters(paramLabel = "VERILOG", description = "A file with the top module and everything below it.")
    private Path verilog;

    @Option(names = "--top", paramLabel = "MODULE", description = "The top module; the file's name if not given.")
    private String top;

    @Option(
            names = "--inside",
            paramLabel = "MODULE",
            description = "The module whose instances are listed; the top if not given.")
    private String inside;

    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--config",
            paramLabel = "NAME",
            description = "The configuration it was emitted for: what its board has is compared.")
    private String config;

    @Option(
            names = "--family",
            defaultValue = "XC7",
            description =
                    "Device family if there is no board: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private DeviceFamily family;

    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            defaultValue = "target/yosys",
            description = "Where yosys leaves its log; ${DEFAULT-VALUE} if not given.")
    private Path work;

    @Override
    protected Outcome execute() {
        String module = top == null ? verilog.getFileName().toString().replaceFirst("\\.v$", "") : top;
        String listed = inside == null ? module : inside;
        Path folder = work.resolve(module);
        Optional<Board> known = board();
        known.ifPresent(board -> refuseIneffective("--family", "on --config " + config + ", whose board has a device"));
        SynthesisReport report = known.map(board -> BoardSynthesis.run(verilog, module, listed, board, folder))
                .orElseGet(() -> YosysSynthesis.run(verilog, module, listed, family, folder));
        out().printf(
                        Locale.ROOT,
                        "%-28s %8s %8s %6s %8s %6s %9s%n",
                        "unit",
                        "LUT",
                        "FF",
                        "DSP",
                        "BRAM36",
                        "URAM",
                        "logic ns");
        report.units().forEach(unit -> row(unit.name(), unit.use(), unit.logicDelayNs()));
        row(report.top(), report.total(), report.wholeNs());
        report.budget().forEach(use -> out().println(use.sentence()));
        if (!report.widestNets().isEmpty()) {
            out().println("inputs that a net drives, without clocks and resets; the widest:");
            report.widestNets().forEach(net -> out().printf(Locale.ROOT, "%8d  %s%n", net.loads(), net.name()));
        }
        report.faults().forEach(fault -> out().println("fault: " + fault));
        return new Outcome(report.faults().isEmpty() ? ExitCode.OK : ExitCode.DESIGN_FAULT, report);
    }

    private Optional<Board> board() {
        return Optional.ofNullable(config).map(AcceleratorConfig::load).flatMap(loaded -> Board.named(loaded.board()));
    }

    private void row(String name, ResourceUse use, double logicDelayNs) {
        out().printf(
                        Locale.ROOT,
                        "%-28s %8d %8d %6d %8.1f %6d %9.2f%n",
                        name,
                        use.lut(),
                        use.ff(),
                        use.dsp(),
                        use.bram36(),
                        use.uram(),
                        logicDelayNs);
    }
}
