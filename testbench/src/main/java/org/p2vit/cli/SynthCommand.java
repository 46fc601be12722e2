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
        SynthesisReport report = YosysSynthesis.run(readable(verilog), module, family, work.resolve(module));
        out().printf("%-28s %5s %8s %8s %6s %8s %6s%n", "module", "count", "LUT", "FF", "DSP", "BRAM36", "URAM");
        report.units().forEach(unit -> row(unit.module(), unit.instances(), unit.each()));
        row(report.top(), 1, report.total());
        report.faults().forEach(fault -> out().println("fault: " + fault));
        return new Outcome(report.faults().isEmpty() ? ExitCode.OK : ExitCode.DESIGN_FAULT, report);
    }

    private void row(String module, long count, ResourceUse each) {
        out().printf(
                        "%-28s %5d %8d %8d %6d %8.1f %6d%n",
                        module, count, each.lut(), each.ff(), each.dsp(), each.bram18() / 2.0, each.uram());
    }
}
