// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.p2vit.hw.dma.BurstSplitter;

/** The burst splitter of the hardware: cuts transfers at 4 KiB boundaries and at a greatest length, and offers one burst after the other. */
final class BurstQueue {
    private final int wordBytes;
    private final int mostBeats;
    private final Deque<Burst> bursts = new ArrayDeque<>();
    /** The earliest cycle in which the next burst can be formed. */
    private double next;

    /** @param from when it can be formed if none is before it */
    private record Burst(int beats, double from) {}

    BurstQueue(int wordBytes, int mostBeats) {
        this.wordBytes = wordBytes;
        this.mostBeats = mostBeats;
    }

    /**
     * Adds a transfer.
     *
     * @param address of its first byte, from the start of a page
     * @return its bursts
     */
    int add(long address, int words, double cycle) {
        int count = 0;
        long at = address;
        for (int left = words; left > 0; count++) {
            int toBoundary = (int) ((BurstSplitter.PAGE_BYTES - at % BurstSplitter.PAGE_BYTES) / wordBytes);
            int beats = Math.min(Math.min(left, mostBeats), toBoundary);
            bursts.addLast(new Burst(beats, cycle + BurstSplitter.SIZE_CYCLES));
            at += (long) beats * wordBytes;
            left -= beats;
        }
        return count;
    }

    boolean isEmpty() {
        return bursts.isEmpty();
    }

    int waiting() {
        return bursts.size();
    }

    int beats() {
        return bursts.getFirst().beats();
    }

    /** When the first burst leaves the splitter's length stage; it is offered a cycle later. */
    double formed() {
        return Math.max(next, bursts.getFirst().from());
    }

    double offered() {
        return formed() + 1;
    }

    /** The first burst has been taken in this cycle. */
    void taken(double cycle) {
        next = Math.max(formed() + BurstSplitter.SIZE_CYCLES, cycle);
        bursts.removeFirst();
    }
}
