// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.cell.SkidBuffer;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.dma.BurstSplitter;
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.TransferFields;
import org.p2vit.hw.program.Unit;

/** LOAD: bursts that run ahead of their data as far as the outstanding ones allow, across commands. */
final class LoadReplay extends UnitReplay implements ReadChannel.Client {
    private final int outstanding;
    private final double beatCycles;
    private final BufferTable buffers;
    private final BurstQueue splitter;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Deque<Double> open = new ArrayDeque<>();
    private boolean holding;

    /** A command of which bursts are still to leave. */
    private static final class Part {
        final Command command;
        int bursts;
        /** Of the next word. */
        int bank;

        double first = Double.NaN;

        Part(Command command, int bursts) {
            this.command = command;
            this.bursts = bursts;
            bank = command.get(LoadCommand.FIRST_BANK);
        }
    }

    LoadReplay(Shared shared, AcceleratorConfig config, DramTiming memory) {
        super(Unit.LOAD, shared, 0);
        beatCycles = memory.beatCycles();
        buffers = new BufferTable(config);
        outstanding = config.control().maxOutstandingReads();
        splitter = new BurstQueue(shared.array.word(), LoadUnit.MAX_BEATS);
    }

    @Override
    void begin(Command command, double cycle) {
        int words = command.get(TransferFields.WORDS);
        long address = TransferFields.offset(command);
        parts.addLast(new Part(command, splitter.add(address, words, cycle)));
        holding = true;
        letGo();
        work(words);
    }

    /** The splitter takes the next command after the last burst of the one before. */
    private void letGo() {
        if (holding && splitter.waiting() == 1) {
            holding = false;
            release(splitter.formed() + BurstSplitter.NEXT_CYCLES);
        }
    }

    @Override
    boolean run(Command command) {
        return false; // bursts go on when the channel grants them
    }

    @Override
    public double offered() {
        if (splitter.isEmpty()) {
            return Double.NaN;
        }
        return open.size() < outstanding
                ? splitter.offered()
                : Math.max(splitter.offered(), open.getFirst() + LoadUnit.CREDIT_CYCLES);
    }

    @Override
    public int beats() {
        return splitter.beats();
    }

    @Override
    public double granted(double accepted, double first, double last) {
        // Beats wait for a bank in the buffer between the channel and the unit.
        double begun = first + SkidBuffer.LATENCY;
        double taken = last + SkidBuffer.LATENCY + refused(parts.getFirst(), begun);
        if (open.size() == outstanding) {
            open.removeFirst();
        }
        open.addLast(taken);
        splitter.taken(accepted);
        Part part = parts.getFirst();
        part.first = Double.isNaN(part.first) ? begun : part.first;
        if (--part.bursts == 0) {
            parts.removeFirst();
            complete(part.command, taken + LoadUnit.DONE_CYCLES);
        }
        letGo();
        return taken - SkidBuffer.LATENCY;
    }

    /** Cycles in which words of the next burst wait for their banks. */
    private double refused(Part part, double first) {
        Buffer buffer = LoadCommand.DESTINATION.of(part.command).buffer();
        TakenBanks taken = shared.taken(buffer);
        double delay = 0;
        for (int beat = 0; beat < splitter.beats(); beat++) {
            double offered = first + beat * beatCycles + delay;
            delay += taken.free(offered, part.bank) - offered;
            part.bank = (part.bank + 1) % buffers.get(buffer).banks();
        }
        return delay;
    }
}
