// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Unit;

/** LOAD: bursts that run ahead of their data as far as the memory allows, a beat per cycle less the memory's pauses. */
final class LoadReplay extends UnitReplay {
    private static final int PAGE_BYTES = 4096;
    /** A burst leaves at best every second cycle. */
    private static final int BURST_CYCLES = 2;
    /** From the splitter to the bus, and from the bus to the buffer. */
    private static final int PATH_CYCLES = 3;
    /** From the first word of a GELU table until every lane has all 256 entries. */
    private static final int GELU_CYCLES = 260;

    private final int latency;
    private final int outstanding;
    private final double beatCycles;
    private final Deque<Double> open = new ArrayDeque<>();
    private double address;
    private double data;

    LoadReplay(Shared shared, AcceleratorConfig config, MemoryTiming memory) {
        super(Unit.LOAD, shared);
        latency = memory.latencyCycles();
        outstanding = Math.min(memory.outstanding(), config.control().maxOutstandingReads());
        beatCycles = 100.0 / (100 - memory.stallPercent());
    }

    @Override
    void begin(QueuedCommand command, double cycle) {
        address = Math.max(address, cycle);
    }

    @Override
    boolean run(QueuedCommand command) {
        int wordBytes = shared.array.word();
        int words = command.field(4, 23, 0);
        long at = Integer.toUnsignedLong(command.command().operands()[0]);
        double first = Double.NaN;
        for (int left = words; left > 0; ) {
            int toBoundary = (int) ((PAGE_BYTES - at % PAGE_BYTES) / wordBytes);
            int beats = Math.min(Math.min(left, LoadUnit.MAX_BEATS), toBoundary);
            burst(beats);
            first = Double.isNaN(first) ? data - beats * beatCycles : first;
            at += (long) beats * wordBytes;
            left -= beats;
        }
        work(words);
        if (command.field(3, 14, 12) == Destination.LOAD_GELU) {
            shared.geluReady = Math.max(shared.geluReady, first) + GELU_CYCLES;
        }
        complete(command, data + PATH_CYCLES);
        release(address);
        return true;
    }

    private void burst(int beats) {
        address += BURST_CYCLES * beatCycles;
        if (open.size() == outstanding) {
            address = Math.max(address, open.removeFirst() + 1);
        }
        data = Math.max(data, address + latency + PATH_CYCLES) + beats * beatCycles;
        open.addLast(data);
    }
}
