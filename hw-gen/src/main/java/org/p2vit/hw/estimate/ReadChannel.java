// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.p2vit.hw.dma.ReadArbiter;

/**
 * The read channel that LOAD and the fetch of commands share: the arbiter, which holds one burst and prefers the fetch, and the memory
 * behind it. Bursts are granted one at a time, the earliest first, when nothing else in the replay can go on: whatever is not known then
 * depends on beats still to come, so it is later.
 */
final class ReadChannel {
    /** Who reads. All times are cycles from start. */
    interface Client {
        /** Cycle from which the next burst is offered to the arbiter; NaN if there is none, or it is not known yet. */
        double offered();

        /** Beats of that burst. */
        int beats();

        /**
         * The burst is on its way. Returns when its last beat has been taken, for those behind it wait as long.
         *
         * @param accepted when the arbiter took it
         * @param first when its first beat arrives
         * @param last when its last beat arrives, if all are taken as they come
         */
        double granted(double accepted, double first, double last);
    }

    private final List<Client> clients;
    private final int latency;
    private final int outstanding;
    /** Cycles from a beat, or an address, to the next. */
    private final double cycles;

    private final Deque<Double> open = new ArrayDeque<>();
    private double free;
    private double lastBeat;

    /** @param clients by falling priority */
    ReadChannel(DramTiming memory, List<Client> clients) {
        this.clients = List.copyOf(clients);
        latency = memory.latencyCycles();
        outstanding = memory.outstanding();
        cycles = memory.beatCycles();
    }

    /** Grants one burst; false if none is offered. */
    boolean grant() {
        Client first = null;
        for (Client client : clients) {
            if (!Double.isNaN(client.offered())
                    && (first == null || Math.max(free, client.offered()) < Math.max(free, first.offered()))) {
                first = client;
            }
        }
        if (first == null) {
            return false;
        }
        double accepted = Math.max(free, first.offered());
        double onBus = accepted + ReadArbiter.ADDRESS_CYCLES;
        if (open.size() == outstanding) {
            onBus = Math.max(onBus, open.removeFirst() + 1);
        }
        onBus += cycles - 1;
        free = onBus;
        double begin = Math.max(onBus + latency, lastBeat + 1) + cycles - 1;
        lastBeat = first.granted(accepted, begin, begin + (first.beats() - 1) * cycles);
        open.addLast(lastBeat);
        return true;
    }
}
