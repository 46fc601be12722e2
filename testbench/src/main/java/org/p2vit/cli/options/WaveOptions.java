// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import org.p2vit.testbench.simulation.Waveform;
import picocli.CommandLine.Option;

/** A waveform on request. */
public final class WaveOptions {
    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(
            names = "--wave",
            required = true,
            paramLabel = "FILE",
            description = "Write a waveform (FST), from another, slower build.")
    private Path file;

    @Bounds(min = 0, max = 1_000_000_000_000L)
    @Option(
            names = "--from",
            defaultValue = "0",
            paramLabel = "CYCLE",
            description = "First cycle of the waveform, as mismatches count them; ${DEFAULT-VALUE} if not given.")
    private long from;

    @Bounds(min = 0, max = 1_000_000_000_000L)
    @Option(
            names = "--to",
            defaultValue = "20000",
            paramLabel = "CYCLE",
            description = "Last cycle of the waveform; ${DEFAULT-VALUE} if not given.")
    private long to;

    public Waveform waveform() {
        return OptionTypes.fitting("--wave", () -> new Waveform(file, from, to));
    }
}
