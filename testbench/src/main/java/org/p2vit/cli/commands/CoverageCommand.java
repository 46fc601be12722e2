// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.testbench.coverage.CoverageTargets;
import org.p2vit.testbench.coverage.DesignResult;
import org.p2vit.testbench.coverage.KernelCoverage;
import org.p2vit.testbench.coverage.RtlCoverage;
import org.p2vit.testbench.coverage.bins.BinLog;
import org.p2vit.testbench.coverage.bins.BinResult;
import org.p2vit.testbench.report.CoveragePage;
import org.p2vit.testbench.verification.Measurement;
import org.p2vit.testbench.verification.VerificationRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code p2vit coverage}: adds up what simulations have covered. */
@Command(
        name = "coverage",
        description = "Add up what simulations covered of emitted Verilog. They count if the environment variable"
                + " P2VIT_COVERAGE names the folder for it.")
final class CoverageCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--log",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder that P2VIT_COVERAGE named.")
    private Path log;

    @FileUse(FileUse.Kind.LOOKED_INTO)
    @Option(
            names = "--kernels",
            paramLabel = "FOLDER",
            description = "Also what JaCoCo and PIT left in this build folder of the golden kernels and the quantizer.")
    private Path kernels;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with everything that is missing.")
    private Path html;

    @FileUse(FileUse.Kind.INPUT_FILE)
    @Parameters(
            arity = "1..*",
            paramLabel = "VERILOG",
            description = "Emitted accelerators, each in a folder of its own, by which it is called.")
    private List<Path> verilog;

    record Result(RtlCoverage rtl, List<BinResult> bins, KernelCoverage kernels, Measurement verification) {}

    @Override
    protected Outcome execute() {
        RtlCoverage rtl = RtlCoverage.of(log, verilog);
        List<VerificationRow> rows = new ArrayList<>(CoverageTargets.rows(rtl));
        List<BinResult> bins = BinLog.read(log);
        rows.addAll(CoverageTargets.binRows(bins));
        KernelCoverage java = kernels == null ? null : KernelCoverage.of(kernels);
        if (java != null) {
            rows.addAll(CoverageTargets.kernelRows(java));
        }
        rows.forEach(row -> out().println(row.check() + ", " + row.space() + ": " + row.measured()));
        for (DesignResult design : rtl.designs()) {
            design.notRun().forEach(module -> out().println("fault: " + design.design() + ": no run had " + module));
        }
        rtl.unneededWaivers().forEach(waiver -> out().println("fault: nothing needs the waiver " + waiver));
        if (html != null) {
            CoveragePage.write(rtl, bins, html);
        }
        return new Outcome(
                rtl.sound() ? ExitCode.OK : ExitCode.DESIGN_FAULT,
                new Result(rtl, bins, java, Measurement.today(commit(), "make coverage", rows)));
    }
}
