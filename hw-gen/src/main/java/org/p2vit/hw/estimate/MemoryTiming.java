// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** The DRAM that figures are stated for: one beat of the configuration's bus per cycle after the latency. */
public enum MemoryTiming implements DramTiming {
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

    @Override
    public int latencyCycles() {
        return latencyCycles;
    }

    @Override
    public int outstanding() {
        return outstanding;
    }

    @Override
    public int stallPercent() {
        return stallPercent;
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
