// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a model is built.
 *
 * @param clock clock port; null takes {@code aclk} or {@code clk}, whichever the top has, and none for a combinational top
 * @param assertions compile SystemVerilog assertions in; a failing one stops the simulation
 * @param trace compile FST tracing in (slower to build and to run)
 * @param randomState give registers without a reset value random contents (seed at {@link VerilatedModel#open(long)})
 *     instead of zeros, to find a missing reset
 * @param brief compile in less time a model that runs slower: for runs of a few thousand cycles
 * @param coverage folder where each instance leaves what it covered, see {@link CoverageLog}; null counts nothing. A build that counts takes minutes for an
 *     accelerator, and its registers start at zero whatever {@code randomState} says: a random start would count as a toggle
 * @param untraced instance paths below the top, with {@code *}, that a waveform leaves out: tracing every multiplier of
 *     an array makes the build and the run many times slower
 * @param taps streams to record; only what they name is kept visible inside the model
 */
public record BuildOptions(
        String clock,
        boolean assertions,
        boolean trace,
        boolean randomState,
        boolean brief,
        Path coverage,
        List<String> untraced,
        List<TapSpec> taps) {
    public BuildOptions {
        untraced = List.copyOf(untraced);
        taps = List.copyOf(taps);
        if (taps.stream().map(TapSpec::name).distinct().count() != taps.size()) {
            throw new IllegalArgumentException("two taps have the same name");
        }
    }

    /** Automatic clock, assertions on, coverage if the environment asks for it, nothing else. */
    public static BuildOptions defaults() {
        return new BuildOptions(null, true, false, false, false, CoverageLog.chosen(), List.of(), List.of());
    }

    public BuildOptions withClock(String name) {
        return new BuildOptions(name, assertions, trace, randomState, brief, coverage, untraced, taps);
    }

    public BuildOptions withAssertions(boolean on) {
        return new BuildOptions(clock, on, trace, randomState, brief, coverage, untraced, taps);
    }

    public BuildOptions withTrace(boolean on) {
        return new BuildOptions(clock, assertions, on, randomState, brief, coverage, untraced, taps);
    }

    public BuildOptions withRandomState(boolean on) {
        return new BuildOptions(clock, assertions, trace, on, brief, coverage, untraced, taps);
    }

    public BuildOptions withBriefBuild(boolean on) {
        return new BuildOptions(clock, assertions, trace, randomState, on, coverage, untraced, taps);
    }

    public BuildOptions withCoverage(Path folder) {
        return new BuildOptions(clock, assertions, trace, randomState, brief, folder, untraced, taps);
    }

    /** What of it decides the build. */
    String key() {
        return withCoverage(coverage == null ? null : Path.of("folder")).toString();
    }

    public BuildOptions withUntraced(String... instances) {
        return new BuildOptions(clock, assertions, trace, randomState, brief, coverage, List.of(instances), taps);
    }

    public BuildOptions withoutTaps() {
        return new BuildOptions(clock, assertions, trace, randomState, brief, coverage, untraced, List.of());
    }

    /** Adds taps to those already there. */
    public BuildOptions withTaps(TapSpec... more) {
        return new BuildOptions(
                clock,
                assertions,
                trace,
                randomState,
                brief,
                coverage,
                untraced,
                Stream.concat(taps.stream(), Stream.of(more)).toList());
    }
}
