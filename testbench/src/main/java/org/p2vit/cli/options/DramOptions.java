// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import org.p2vit.testbench.bus.AxiTiming;
import picocli.CommandLine.Option;

/** How the simulated DRAM behaves. */
public final class DramOptions {
    @Bounds(min = 1, max = 100_000)
    @Option(
            names = "--latency",
            defaultValue = "40",
            paramLabel = "CYCLES",
            description = "DRAM: cycles to the first beat of a burst; ${DEFAULT-VALUE} if not given.")
    private int latency;

    @Bounds(min = 1, max = 1_000)
    @Option(
            names = "--outstanding",
            defaultValue = "8",
            paramLabel = "N",
            description = "DRAM: bursts under way at once; ${DEFAULT-VALUE} if not given.")
    private int outstanding;

    @Bounds(min = 0, max = 90)
    @Option(
            names = "--stalls",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "DRAM: cycles in which a channel pauses at random; ${DEFAULT-VALUE} if not given.")
    private int stalls;

    public AxiTiming timing(long seed) {
        return AxiTiming.ideal(latency, outstanding).withStalls(seed, stalls);
    }
}
