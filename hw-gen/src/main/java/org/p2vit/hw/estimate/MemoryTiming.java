// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** The DRAM that figures are stated for: one beat of the configuration's bus per cycle after the latency. */
public enum MemoryTiming {
    /** 40 cycles to the first beat, 8 reads open. */
    STANDARD("standard", 40, 8, 0),
    /** 120 cycles to the first beat, 8 reads open, every channel pausing in a tenth of the cycles. */
    HARDER("harder", 120, 8, 10);

    private final String label;
    private final int latencyCycles;
    private final int outstanding;
    private final int stallPercent;

    MemoryTiming(String label, int latencyCycles, int outstanding, int stallPercent) {
        this.label = label;
        this.latencyCycles = latencyCycles;
        this.outstanding = outstanding;
        this.stallPercent = stallPercent;
    }

    public String label() {
        return label;
    }

    /** From the acceptance of an address to the first beat. */
    public int latencyCycles() {
        return latencyCycles;
    }

    public int outstanding() {
        return outstanding;
    }

    /** Share of cycles in which a channel pauses at random. */
    public int stallPercent() {
        return stallPercent;
    }

    /** Cycles from a beat to the next, pauses included. */
    double beatCycles() {
        return 100.0 / (100 - stallPercent);
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static MemoryTiming named(String label) {
        List<String> known = Arrays.stream(values()).map(MemoryTiming::label).toList();
        return Arrays.stream(values())
                .filter(timing -> timing.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "there is no memory '" + label + "'; known are " + String.join(", ", known)));
    }
}
