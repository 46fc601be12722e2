// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.Collections;
import java.util.List;
import org.p2vit.hw.estimate.DramTiming;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.bus.AxiTiming;

/**
 * The memory of a case. In its line: {@code memory=latency,outstanding stalls=ar,r,aw,w,b}, stalls in percent of cycles.
 *
 * @param stalls of the five channels in that order
 */
record FuzzMemory(int latencyCycles, int outstanding, List<Integer> stalls) implements DramTiming {
    private static final int CHANNELS = 5;
    /** The most that a memory pauses for which cycles are predicted. */
    private static final int PREDICTED_STALLS = MemoryTiming.HARDER.stallPercent();

    FuzzMemory {
        stalls = List.copyOf(stalls);
        if (latencyCycles < 1
                || outstanding < 1
                || latencyCycles > 10_000
                || outstanding > 1_000
                || stalls.stream().anyMatch(percent -> percent < 0 || percent > 95)) {
            throw new InvalidInputException(
                    "a memory has a latency of 1 to 10000 cycles, 1 to 1000 open bursts and stalls of 0 to 95 percent");
        }
    }

    static FuzzMemory of(int latency, int outstanding, int stallPercent) {
        return new FuzzMemory(latency, outstanding, Collections.nCopies(CHANNELS, stallPercent));
    }

    static FuzzMemory of(DramTiming timing) {
        return of(timing.latencyCycles(), timing.outstanding(), timing.stallPercent());
    }

    /** Whether predictions of cycles are meant for it: its channels pause equally and not in much of the time. */
    boolean predicted() {
        return stalls.stream().allMatch(percent -> percent == stallPercent()) && stallPercent() <= PREDICTED_STALLS;
    }

    @Override
    public int stallPercent() {
        return Collections.max(stalls);
    }

    AxiTiming timing(long seed) {
        return new AxiTiming(
                latencyCycles,
                outstanding,
                seed,
                stalls.get(0),
                stalls.get(1),
                stalls.get(2),
                stalls.get(3),
                stalls.get(4));
    }

    void put(CaseLine line) {
        line.put("memory", latencyCycles, outstanding).put("stalls", stalls.toArray());
    }

    static FuzzMemory take(CaseLine line) {
        List<String> memory = line.takeParts("memory", 2);
        return new FuzzMemory(
                CaseLine.number("memory", memory.get(0)),
                CaseLine.number("memory", memory.get(1)),
                line.takeParts("stalls", CHANNELS).stream()
                        .map(text -> CaseLine.number("stalls", text))
                        .toList());
    }
}
