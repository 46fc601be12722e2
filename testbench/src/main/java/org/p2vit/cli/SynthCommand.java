// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.nio.file.Path;
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
    @Parameters(paramLabel = "VERILOG", description = "A file with the top module and everything below it.")
    private Path verilog;

    @Option(names = "--top", paramLabel = "MODULE", description = "The top module; the file's name if not given.")
    private String top;

    @Option(
            names = "--inside",
            paramLabel = "MODULE",
            description = "The module whose instances are listed; the top if not given.")
    private String inside;

    @Option(
            names = "--family",
            defaultValue = "XCUP",
            description = "Device family: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private DeviceFamily family;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            defaultValue = "target/yosys",
            description = "Where yosys leaves its log; ${DEFAULT-VALUE} if not given.")
    private Path work;

    @Override
    Outcome execute() {
        String module = top == null ? readable(verilog).getFileName().toString().replaceFirst("\\.v$", "") : top;
        String listed = inside == null ? module : inside;
        SynthesisReport report = YosysSynthesis.run(readable(verilog), module, listed, family, work.resolve(module));
        out().printf("%-28s %8s %8s %6s %8s %6s%n", "unit", "LUT", "FF", "DSP", "BRAM36", "URAM");
        report.units().forEach(unit -> row(unit.name(), unit.use()));
        row(report.top(), report.total());
        report.faults().forEach(fault -> out().println("fault: " + fault));
        return new Outcome(report.faults().isEmpty() ? ExitCode.OK : ExitCode.DESIGN_FAULT, report);
    }

    private void row(String name, ResourceUse use) {
        out().printf(
                        "%-28s %8d %8d %6d %8.1f %6d%n",
                        name, use.lut(), use.ff(), use.dsp(), use.bram18() / 2.0, use.uram());
    }
}
