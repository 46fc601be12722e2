// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.Locale;

/**
 * How an AXI memory behaves in time. All randomness comes from the seed.
 *
 * @param latencyCycles from accepting an address to the first read beat, or from the last write beat to the response
 * @param outstanding bursts accepted and not finished, reads and writes each
 * @param arStall percent of cycles in which arready is low for no reason; likewise the others
 * @param rStall percent of beats' cycles in which rvalid is withheld
 * @param bStall percent of cycles in which bvalid is withheld
 * @param longestPause a pause that begins in so many percent of the cycles lasts 1 to so many; 1 makes them those of the cycles themselves
 */
public record AxiTiming(
        int latencyCycles,
        int outstanding,
        long seed,
        int arStall,
        int rStall,
        int awStall,
        int wStall,
        int bStall,
        int longestPause) {
    public AxiTiming {
        if (latencyCycles < 1 || outstanding < 1 || longestPause < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "latency %d, outstanding %d and longest pause %d must be at least 1",
                    latencyCycles,
                    outstanding,
                    longestPause));
        }
        for (int percent : new int[] {arStall, rStall, awStall, wStall, bStall}) {
            Stalls.requirePercent(percent);
        }
    }

    /** Pauses of single cycles. */
    public AxiTiming(
            int latencyCycles,
            int outstanding,
            long seed,
            int arStall,
            int rStall,
            int awStall,
            int wStall,
            int bStall) {
        this(latencyCycles, outstanding, seed, arStall, rStall, awStall, wStall, bStall, 1);
    }

    /** A beat in every cycle once the latency has passed. */
    public static AxiTiming ideal(int latencyCycles, int outstanding) {
        return new AxiTiming(latencyCycles, outstanding, 0, 0, 0, 0, 0, 0);
    }

    /** The same with every channel pausing in {@code percent} of the cycles. */
    public AxiTiming withStalls(long newSeed, int percent) {
        return new AxiTiming(
                latencyCycles, outstanding, newSeed, percent, percent, percent, percent, percent, longestPause);
    }

    /** The same with pauses of 1 to {@code cycles}. */
    public AxiTiming withPausesUpTo(int cycles) {
        return new AxiTiming(latencyCycles, outstanding, seed, arStall, rStall, awStall, wStall, bStall, cycles);
    }

    /** Whether any channel pauses. */
    public boolean stalls() {
        return arStall + rStall + awStall + wStall + bStall > 0;
    }
}
