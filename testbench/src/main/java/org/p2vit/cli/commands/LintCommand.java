// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.testbench.lint.VerilatorLint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code p2vit lint}: everything Verilator's lint says that is not waived is a fault. */
@Command(name = "lint", description = "Check emitted Verilog with Verilator's lint.")
final class LintCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Parameters(paramLabel = "VERILOG", description = "A file with one top module and everything below it.")
    private Path verilog;

    /** @param findings in Verilator's words */
    record Result(String verilog, List<String> findings) {}

    @Override
    protected Outcome execute() {
        List<String> findings = VerilatorLint.findings(verilog);
        findings.forEach(out()::println);
        out().printf(Locale.ROOT, "%s: %d lint findings%n", verilog, findings.size());
        return new Outcome(
                findings.isEmpty() ? ExitCode.OK : ExitCode.DESIGN_FAULT, new Result(verilog.toString(), findings));
    }
}
