// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.nio.file.Path;
import java.util.Locale;
import org.p2vit.cli.options.ArchitectureOption;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.MemoryOption;
import org.p2vit.cli.options.RtlOption;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.performance.BenchCase;
import org.p2vit.testbench.performance.BenchRow;
import org.p2vit.testbench.performance.PerformanceBench;
import org.p2vit.testbench.performance.TimelineRecorder;
import org.p2vit.testbench.timeline.TimelineSvg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit timeline}: a picture of which unit worked when in one inference. */
@Command(name = "timeline", description = "Draw which unit is busy and which waits during a simulated inference.")
final class TimelineCommand extends ReportingCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private ArchitectureOption architecture;

    @Mixin
    private MemoryOption memory;

    @Mixin
    private RtlOption rtl;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The SVG to write.")
    private Path output;

    /** @param samples how often the counters were read */
    record Result(String picture, int samples, BenchRow measured) {}

    @Override
    protected Outcome execute() {
        BenchCase one = BenchCase.of(config.load(), architecture.architecture(), memory.timing());
        TimelineRecorder recorder = new TimelineRecorder();
        BenchRow row;
        try (Progress progress = Progress.onTerminal()) {
            row = new PerformanceBench(rtl.folder(), Path.of("target/reports"))
                    .run(one, recorder, (cycle, cycles) -> progress.at(one.toString(), cycle, cycles));
        }
        WholeFile.writeText(output, TimelineSvg.draw(recorder.timeline(one, row)));
        out().printf(
                        Locale.ROOT,
                        "%s: %d cycles, counters read %d times%nwrote %s%n",
                        one,
                        row.time().cycles(),
                        recorder.samples(),
                        output);
        Result result = new Result(output.toString(), recorder.samples(), row);
        return new Outcome(row.passed() ? ExitCode.OK : ExitCode.MISMATCH, result);
    }
}
