// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

/** How a memory behaves in time, as far as predictions need to know: one beat of the bus per cycle after the latency, but for pauses. */
public interface DramTiming {
    /** From the acceptance of an address to the first beat. */
    int latencyCycles();

    /** Bursts that it has open at once, reads and writes each. */
    int outstanding();

    /** Share of cycles in which a channel pauses at random, in percent below 100. */
    int stallPercent();

    /** Cycles from a beat to the next, pauses included. */
    default double beatCycles() {
        return 100.0 / (100 - stallPercent());
    }
}
