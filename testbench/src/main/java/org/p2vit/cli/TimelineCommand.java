// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.performance.BenchCase;
import org.p2vit.testbench.performance.BenchRow;
import org.p2vit.testbench.performance.PerformanceBench;
import org.p2vit.testbench.performance.TimelineRecorder;
import org.p2vit.testbench.timeline.TimelineSvg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code p2vit timeline}: a picture of which unit worked when in one inference. */
@Command(name = "timeline", description = "Draw which unit is busy and which waits during a simulated inference.")
final class TimelineCommand extends ReportingCommand {
    @Option(
            names = "--config",
            defaultValue = "kv260",
            paramLabel = "NAME",
            description = "A named configuration or the path of one; ${DEFAULT-VALUE} if not given.")
    private String config;

    @Option(
            names = "--arch",
            defaultValue = "deit-tiny",
            paramLabel = "NAME",
            description = "A known architecture; ${DEFAULT-VALUE} if not given.")
    private String architecture;

    @Option(
            names = "--memory",
            defaultValue = "standard",
            paramLabel = "NAME",
            description = "DRAM model, standard or harder; ${DEFAULT-VALUE} if not given.")
    private String memory;

    @Option(
            names = "--rtl",
            defaultValue = "rtl-out",
            paramLabel = "FOLDER",
            description = "The Verilog is emitted to FOLDER/NAME; ${DEFAULT-VALUE} if not given.")
    private Path rtl;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The SVG to write.")
    private Path output;

    /** @param samples how often the counters were read */
    record Result(String picture, int samples, BenchRow measured) {}

    @Override
    Outcome execute() {
        BenchCase one = BenchCase.of(
                AcceleratorConfig.load(config), Architecture.named(architecture), MemoryTiming.named(memory));
        TimelineRecorder recorder = new TimelineRecorder();
        BenchRow row;
        try (Progress progress = Progress.onTerminal()) {
            row = new PerformanceBench(rtl, Path.of("target/reports"))
                    .run(one, recorder, (cycle, cycles) -> progress.at(one.toString(), cycle, cycles));
        }
        try {
            WholeFile.write(
                    output, TimelineSvg.draw(recorder.timeline(one, row)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out().printf(
                        "%s: %d cycles, counters read %d times%nwrote %s%n",
                        one, row.cycles(), recorder.samples(), output);
        Result result = new Result(output.toString(), recorder.samples(), row);
        return new Outcome(row.passed() ? ExitCode.OK : ExitCode.MISMATCH, result);
    }
}
