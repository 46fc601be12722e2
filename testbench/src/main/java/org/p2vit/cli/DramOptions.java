// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.util.Locale;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.bus.AxiTiming;
import picocli.CommandLine.Option;

/** How the simulated DRAM behaves. */
final class DramOptions {
    @Option(
            names = "--latency",
            defaultValue = "40",
            paramLabel = "CYCLES",
            description = "DRAM: cycles to the first beat of a burst; ${DEFAULT-VALUE} if not given.")
    private int latency;

    @Option(
            names = "--outstanding",
            defaultValue = "8",
            paramLabel = "N",
            description = "DRAM: bursts under way at once; ${DEFAULT-VALUE} if not given.")
    private int outstanding;

    @Option(
            names = "--stalls",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "DRAM: cycles in which a channel pauses at random; ${DEFAULT-VALUE} if not given.")
    private int stalls;

    AxiTiming timing(long seed) {
        if (latency < 1 || outstanding < 1 || stalls < 0 || stalls > 90) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "--latency %d, --outstanding %d, --stalls %d: the first two are at least 1, the last 0 to 90",
                    latency,
                    outstanding,
                    stalls));
        }
        return AxiTiming.ideal(latency, outstanding).withStalls(seed, stalls);
    }
}
