// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.nio.file.Path;
import org.p2vit.testbench.simulation.Waveform;
import picocli.CommandLine.Option;

/** A waveform on request. */
final class WaveOptions {
    @Option(
            names = "--wave",
            required = true,
            paramLabel = "FILE",
            description = "Write a waveform (FST), from another, slower build.")
    private Path file;

    @Option(
            names = "--from",
            defaultValue = "0",
            paramLabel = "CYCLE",
            description = "First cycle of the waveform, as mismatches count them; ${DEFAULT-VALUE} if not given.")
    private long from;

    @Option(
            names = "--to",
            defaultValue = "20000",
            paramLabel = "CYCLE",
            description = "Last cycle of the waveform; ${DEFAULT-VALUE} if not given.")
    private long to;

    Waveform waveform() {
        return new Waveform(file, from, to);
    }
}
